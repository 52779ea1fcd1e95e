namespace Keras.Layers;

/// <summary>A transposed convolution over two dimensions, which makes images larger.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height, width times the step, filters); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/convolution_layers/convolution2d_transpose/.</remarks>
[KerasExport("keras.layers.Conv2DTranspose", "keras.layers.Convolution2DTranspose", Former = ["keras.layers.Deconv2D", "keras.layers.Deconvolution2D"])]
public sealed class Conv2DTranspose : BaseConvTranspose
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters: the channels of the output.</param>
    /// <param name="kernel_size">Size of the window: one number, or one a dimension.</param>
    /// <param name="strides">By what each dimension grows; 1 by default.</param>
    /// <param name="padding"><c>same</c> makes the output as large as the input times the step; <c>valid</c> keeps all that the kernel reaches.</param>
    /// <param name="output_padding">How much the output exceeds its least size, less than the step; <see langword="null"/> as the padding says.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 by default.</param>
    /// <param name="activation">Function applied to the output; none where <see langword="null"/>.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has no such value, or a step above 1 meets a dilation above 1.</exception>
    public Conv2DTranspose(int filters, Size2D kernel_size, Size2D? strides = null, string padding = "valid", Size2D? output_padding = null, string? data_format = null,
        Size2D? dilation_rate = null, ActivationFunction? activation = null, bool use_bias = true, Initializer? kernel_initializer = null,
        Initializer? bias_initializer = null, Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null,
        Regularizer? activity_regularizer = null, Constraint? kernel_constraint = null, Constraint? bias_constraint = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(2, filters, kernel_size, strides ?? 1, padding, output_padding, data_format, dilation_rate ?? 1, activation, use_bias, kernel_initializer, bias_initializer,
            kernel_regularizer, bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, name, trainable, dtype, input_shape)
    {
    }
}
