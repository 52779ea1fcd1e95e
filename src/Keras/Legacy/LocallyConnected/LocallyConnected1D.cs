namespace Keras.Layers;

/// <summary>A convolution over sequences whose window has other weights at each place, as in Keras 2.</summary>
/// <remarks>Input and output as of Conv1D; all sizes of the input must be known. Porting note: Keras 3 has no such layer, so that a file with it opens in Keras 2 and here.</remarks>
[KerasExport("keras.layers.LocallyConnected1D")]
public sealed class LocallyConnected1D : LocallyConnected
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters: the channels of the output.</param>
    /// <param name="kernel_size">Size of the window.</param>
    /// <param name="strides">Step of the window; 1 by default.</param>
    /// <param name="padding"><c>valid</c>, or <c>same</c> in the implementations 2 and 3.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="activation">Function applied to the output; none where <see langword="null"/>.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="implementation">How the kernel is laid out: 1 a matrix for each place, 2 weights between all inputs and all outputs, 3 only those that count.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    public LocallyConnected1D(int filters, Size1D kernel_size, Size1D? strides = null, string padding = "valid", string? data_format = null,
        ActivationFunction? activation = null, bool use_bias = true, Initializer? kernel_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? bias_constraint = null, int implementation = 1,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(1, filters, kernel_size, strides ?? 1, padding, data_format, activation, use_bias, kernel_initializer, bias_initializer,
            kernel_regularizer, bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, implementation, name, trainable, dtype, input_shape)
    {
    }
}
