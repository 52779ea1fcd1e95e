namespace Keras.Layers;

/// <summary>The greatest value of windows that cut sequences into a given number of parts.</summary>
/// <remarks>Input (batch, length, channels), output (batch, output_size…, channels); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/pooling_layers/.</remarks>
[KerasExport("keras.layers.AdaptiveMaxPooling1D")]
public sealed class AdaptiveMaxPooling1D : BaseAdaptivePooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="output_size">Spatial size of the output.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The size is not positive.</exception>
    public AdaptiveMaxPooling1D(Size1D output_size, string? data_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        TensorShape? input_shape = null)
        : base(1, PoolKind.Max, output_size, data_format, name, trainable, dtype, input_shape)
    {
    }
}
