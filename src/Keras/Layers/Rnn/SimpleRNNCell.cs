using Keras.Backend;

namespace Keras.Layers;

/// <summary>One step of a fully connected recurrent layer: the output is the state of the next step.</summary>
/// <remarks>See https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/.</remarks>
[KerasExport("keras.layers.SimpleRNNCell")]
public sealed class SimpleRNNCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Size of the output and of the state.</param>
    /// <param name="activation">Function of the output; tanh by default.</param>
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
    /// <param name="seed">Seed of the dropped elements.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">The number of units is not positive.</exception>
    public SimpleRNNCell(int units, ActivationFunction? activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(units, 1, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed, true, 2, name, trainable, dtype)
    {
    }

    private protected override bool DropsAll => true;

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
    {
        var output = activation.Apply(Kernel.Dense(DropInput(inputs, training), Kernels!, Biases) + Kernel.Matmul(DropState(states[0], training), RecurrentKernels!));
        return (output, [output]);
    }

    /// <summary>Makes the cell of a configuration.</summary>
    /// <param name="config">Arguments by name.</param>
    public static SimpleRNNCell from_config(Config config) => SeedOrder.Construct<SimpleRNNCell>(config);
}
