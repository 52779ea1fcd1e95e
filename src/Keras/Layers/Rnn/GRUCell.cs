using Keras.Backend;

namespace Keras.Layers;

/// <summary>One step of a gated recurrent unit.</summary>
/// <remarks>
/// Cho et al., 2014, https://arxiv.org/abs/1406.1078. Gates are in the order update, reset, candidate.
/// See https://keras.io/api/layers/recurrent_layers/gru_cell/.
/// </remarks>
[KerasExport("keras.layers.GRUCell")]
public sealed class GRUCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Size of the output and of the state.</param>
    /// <param name="activation">Function of the candidate; tanh by default.</param>
    /// <param name="recurrent_activation">Function of the gates; sigmoid by default.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel; orthogonal by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="dropout">Part of the input elements that are dropped.</param>
    /// <param name="recurrent_dropout">Part of the state elements that are dropped.</param>
    /// <param name="reset_after">Whether the reset gate is applied after the product with the recurrent kernel (there are two biases then) or before it.</param>
    /// <param name="seed">Seed of the dropped elements.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="implementation">1 computes the gates one by one, each with dropout masks of its own; 2 together.</param>
    /// <exception cref="ArgumentException">The number of units is not positive.</exception>
    public GRUCell(int units, ActivationFunction? activation = null, ActivationFunction? recurrent_activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, bool reset_after = true, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        int implementation = 2)
        : base(units, 3, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed, false, implementation, name, trainable, dtype)
    {
        this.recurrent_activation = recurrent_activation ?? "sigmoid"!;
        this.reset_after = reset_after;
        MakeSeedGenerator();
    }

    /// <summary>Function of the gates.</summary>
    public ActivationFunction recurrent_activation { get; }

    /// <summary>Whether the reset gate is applied after the product with the recurrent kernel.</summary>
    public bool reset_after { get; }

    private protected override TensorShape BiasShape => reset_after ? (2, 3 * units) : 3 * units;

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
    {
        var h = states[0];
        var (inputBias, recurrentBias) = Biases is null ? default((Tensor?, Tensor?)) : reset_after ? (Kernel.Select(Biases, 0, 0), Kernel.Select(Biases, 0, 1)) : (Biases, null);
        var (update, candidate) = implementation == 1 ? GateByGate(inputs, h, inputBias, recurrentBias, training) : AllGates(inputs, h, inputBias, recurrentBias, training);
        var output = update * h + (1 - update) * candidate;
        return (output, [output]);
    }

    private (Tensor Update, Tensor Candidate) AllGates(Tensor inputs, Tensor h, Tensor? inputBias, Tensor? recurrentBias, bool training)
    {
        var x = Kernel.Split(Kernel.Dense(DropInput(inputs, training), Kernels!, inputBias), [units, units, units], 1);
        if (reset_after)
        {
            var s = Kernel.Split(Kernel.Dense(h, RecurrentKernels!, recurrentBias), [units, units, units], 1);
            return (recurrent_activation.Apply(x[0] + s[0]), activation.Apply(x[2] + recurrent_activation.Apply(x[1] + s[1]) * s[2]));
        }
        var kernels = Kernel.Split(RecurrentKernels!, [2 * units, units], 1);
        var gates = Kernel.Split(Kernel.Matmul(h, kernels[0]), [units, units], 1);
        var reset = recurrent_activation.Apply(x[1] + gates[1]);
        return (recurrent_activation.Apply(x[0] + gates[0]), activation.Apply(x[2] + Kernel.Matmul(reset * h, kernels[1])));
    }

    /// <summary>Each gate with dropout masks of its own.</summary>
    private (Tensor Update, Tensor Candidate) GateByGate(Tensor inputs, Tensor h, Tensor? inputBias, Tensor? recurrentBias, bool training)
    {
        // 1. The parts of the inputs and the states that the gates see.
        long[] parts = [units, units, units];
        var kernels = Kernel.Split(Kernels!, parts, 1);
        var recurrent = Kernel.Split(RecurrentKernels!, parts, 1);
        var biases = inputBias is null ? null : Kernel.Split(inputBias, parts, 0);
        var recurrentBiases = recurrentBias is null ? null : Kernel.Split(recurrentBias, parts, 0);
        Tensor X(int gate) => Kernel.Dense(DropInput(inputs, training, gate), kernels[gate], biases?[gate]);
        Tensor S(int gate) => Kernel.Dense(DropState(h, training, gate), recurrent[gate], recurrentBiases?[gate]);

        // 2. The gates.
        var update = recurrent_activation.Apply(X(0) + S(0));
        var reset = recurrent_activation.Apply(X(1) + S(1));

        // 3. The candidate.
        var remembered = reset_after ? reset * S(2) : Kernel.Matmul(reset * DropState(h, training, 2), recurrent[2]);
        return (update, activation.Apply(X(2) + remembered));
    }
}
