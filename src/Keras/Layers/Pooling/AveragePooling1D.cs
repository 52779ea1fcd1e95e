namespace Keras.Layers;

/// <summary>The mean of each window over one dimension.</summary>
/// <remarks>Input (batch, length, channels), output (batch, length that the window leaves, channels); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/pooling_layers/average_pooling1d/.</remarks>
[KerasExport("keras.layers.AveragePooling1D", "keras.layers.AvgPool1D")]
public sealed class AveragePooling1D : BasePooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="pool_size">Size of the window; 2 by default.</param>
    /// <param name="strides">Step of the window; its size where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c>, or <c>same</c> where windows may reach over the border; what lies outside never counts.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    public AveragePooling1D(Size1D? pool_size = null, Size1D? strides = null, string padding = "valid", string? data_format = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(1, PoolKind.Average, pool_size ?? 2, strides is { } s ? s : (Sizes?)null, padding, data_format, name, trainable, dtype, input_shape)
    {
    }
}
