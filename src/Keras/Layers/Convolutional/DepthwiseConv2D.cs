namespace Keras.Layers;

/// <summary>A convolution over two dimensions of each channel alone.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height, width that the window leaves, channels · depth_multiplier). See https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/.</remarks>
[KerasExport("keras.layers.DepthwiseConv2D")]
public sealed class DepthwiseConv2D : BaseDepthwiseConv
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel_size">Size of the window: one number, or one a dimension.</param>
    /// <param name="strides">Step of the window; 1 by default.</param>
    /// <param name="padding"><c>valid</c> for none, or <c>same</c> for as many zeros as keep the size at a step of 1.</param>
    /// <param name="depth_multiplier">Number of filters of each channel.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 by default.</param>
    /// <param name="activation">Function applied to the output; none where <see langword="null"/>.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="depthwise_initializer">First values of the depthwise kernel; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="depthwise_regularizer">Penalty on the depthwise kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="depthwise_constraint">Allowed values of the depthwise kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    public DepthwiseConv2D(Size2D kernel_size, Size2D? strides = null, string padding = "valid", int depth_multiplier = 1, string? data_format = null,
        Size2D? dilation_rate = null, ActivationFunction? activation = null, bool use_bias = true, Initializer? depthwise_initializer = null,
        Initializer? bias_initializer = null, Regularizer? depthwise_regularizer = null, Regularizer? bias_regularizer = null,
        Regularizer? activity_regularizer = null, Constraint? depthwise_constraint = null, Constraint? bias_constraint = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(2, depth_multiplier, kernel_size, strides ?? 1, padding, data_format, dilation_rate ?? 1, activation, use_bias, depthwise_initializer, bias_initializer,
            depthwise_regularizer, bias_regularizer, activity_regularizer, depthwise_constraint, bias_constraint, name, trainable, dtype, input_shape)
    {
    }
}
