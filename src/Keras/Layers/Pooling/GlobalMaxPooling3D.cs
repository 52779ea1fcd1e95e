namespace Keras.Layers;

/// <summary>The greatest value of each channel over three dimensions.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, channels); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/pooling_layers/global_max_pooling3d/.</remarks>
[KerasExport("keras.layers.GlobalMaxPooling3D", "keras.layers.GlobalMaxPool3D")]
public sealed class GlobalMaxPooling3D : BaseGlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the spatial dimensions stay, with length 1.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public GlobalMaxPooling3D(string? data_format = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        TensorShape? input_shape = null)
        : base(3, PoolKind.Max, data_format, keepdims, name, trainable, dtype, input_shape)
    {
    }
}
