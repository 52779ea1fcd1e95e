namespace Keras.Layers;

/// <summary>The mean of each channel over one dimension.</summary>
/// <remarks>Input (batch, length, channels), output (batch, channels); channels come second for <c>channels_first</c>. Steps that a mask leaves out do not count. See https://keras.io/api/layers/pooling_layers/global_average_pooling1d/.</remarks>
[KerasExport("keras.layers.GlobalAveragePooling1D", "keras.layers.GlobalAvgPool1D")]
public sealed class GlobalAveragePooling1D : BaseGlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the spatial dimensions stay, with length 1.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public GlobalAveragePooling1D(string? data_format = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        TensorShape? input_shape = null)
        : base(1, PoolKind.Average, data_format, keepdims, name, trainable, dtype, input_shape)
    {
    }

    internal override bool TakesMask => true;
}
