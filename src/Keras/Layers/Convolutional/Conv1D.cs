namespace Keras.Layers;

/// <summary>A convolution over one dimension: filters that slide over sequences.</summary>
/// <remarks>Input (batch, length, channels), output (batch, length that the window leaves, filters); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/convolution_layers/convolution1d/.</remarks>
[KerasExport("keras.layers.Conv1D", "keras.layers.Convolution1D")]
public sealed class Conv1D : BaseConv
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters: the channels of the output.</param>
    /// <param name="kernel_size">Size of the window: one number, or one a dimension.</param>
    /// <param name="strides">Step of the window; 1 by default.</param>
    /// <param name="padding"><c>valid</c> for none, <c>same</c> for as many zeros as keep the size at a step of 1, or <c>causal</c> for zeros before the first step alone.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 by default.</param>
    /// <param name="groups">Into how many groups the channels are split, each with filters of its own.</param>
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
    /// <param name="lora_rank">Inner size of a low-rank change that is trained in place of the kernel; <see langword="null"/> for none.</param>
    /// <param name="lora_alpha">Scale of that change times its rank; the rank itself where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An argument has no such value, or a step above 1 meets a dilation above 1.</exception>
    public Conv1D(int filters, Size1D kernel_size, Size1D? strides = null, string padding = "valid", string? data_format = null, Size1D? dilation_rate = null,
        int groups = 1, ActivationFunction? activation = null, bool use_bias = true, Initializer? kernel_initializer = null,
        Initializer? bias_initializer = null, Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null,
        Regularizer? activity_regularizer = null, Constraint? kernel_constraint = null, Constraint? bias_constraint = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, int? lora_rank = null, double? lora_alpha = null)
        : base(1, filters, kernel_size, strides ?? 1, padding, data_format, dilation_rate ?? 1, groups, activation, use_bias, kernel_initializer, bias_initializer,
            kernel_regularizer, bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint, name, trainable, dtype, input_shape, lora_rank, lora_alpha)
    {
    }
}
