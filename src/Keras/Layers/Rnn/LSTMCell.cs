using Keras.Backend;

namespace Keras.Layers;

/// <summary>One step of an LSTM.</summary>
/// <remarks>Hochreiter and Schmidhuber, 1997. Gates are in the order input, forget, candidate, output. See https://keras.io/api/layers/recurrent_layers/lstm_cell/.</remarks>
[KerasExport("keras.layers.LSTMCell")]
public sealed class LSTMCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Size of the output and of each state.</param>
    /// <param name="activation">Function of the candidate and the output.</param>
    /// <param name="recurrent_activation">Function of the gates.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel.</param>
    /// <param name="bias_initializer">First values of the bias.</param>
    /// <param name="unit_forget_bias">Whether the forget gate's bias starts at one.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="dropout">Part of the input elements that are dropped.</param>
    /// <param name="recurrent_dropout">Part of the state elements that are dropped.</param>
    /// <param name="seed">Seed of the dropped elements.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="implementation">1 computes the gates one by one, each with dropout masks of its own; 2 together.</param>
    public LSTMCell(int units, ActivationFunction? activation = null, ActivationFunction? recurrent_activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null, bool unit_forget_bias = true,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        int implementation = 2)
        : base(units, 4, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed, false, implementation, name, trainable, dtype)
    {
        this.recurrent_activation = recurrent_activation ?? "sigmoid"!;
        this.unit_forget_bias = unit_forget_bias;
        MakeSeedGenerator();
    }

    /// <summary>Function of the gates.</summary>
    public ActivationFunction recurrent_activation { get; }

    /// <summary>Whether the forget gate's bias starts at one.</summary>
    public bool unit_forget_bias { get; }

    /// <inheritdoc/>
    public override int[] state_size => [units, units];

    private protected override Initializer MakeBiasInitializer() => unit_forget_bias ? new ForgetBias(bias_initializer, units) : bias_initializer;

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
    {
        Tensor h = states[0], c = states[1];
        Tensor[] z;
        if (implementation == 1) z = GateByGate(inputs, h, training);
        else z = Kernel.Split(Kernel.Dense(DropInput(inputs, training), Kernels!, Biases) + Kernel.Matmul(h, RecurrentKernels!), [units, units, units, units], 1);
        var next = recurrent_activation.Apply(z[1]) * c + recurrent_activation.Apply(z[0]) * activation.Apply(z[2]);
        var output = recurrent_activation.Apply(z[3]) * activation.Apply(next);
        return (output, [output, next]);
    }

    /// <summary>Each gate with dropout masks of its own.</summary>
    private Tensor[] GateByGate(Tensor inputs, Tensor h, bool training)
    {
        long[] parts = [units, units, units, units];
        var kernels = Kernel.Split(Kernels!, parts, 1);
        var recurrent = Kernel.Split(RecurrentKernels!, parts, 1);
        var biases = Biases is null ? null : Kernel.Split(Biases, parts, 0);
        var z = new Tensor[4];
        for (var g = 0; g < 4; g++) z[g] = Kernel.Dense(DropInput(inputs, training, g), kernels[g], biases?[g]) + Kernel.Matmul(DropState(h, training, g), recurrent[g]);
        return z;
    }
}
