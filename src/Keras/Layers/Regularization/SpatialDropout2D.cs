using Keras.Backend;

namespace Keras.Layers;

/// <summary>In training drops whole feature maps.</summary>
/// <remarks>Input and output (batch, height, width, channels), or with the channels second. See https://keras.io/api/layers/regularization_layers/spatial_dropout2d/.</remarks>
[KerasExport("keras.layers.SpatialDropout2D")]
public sealed class SpatialDropout2D : BaseSpatialDropout
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of feature maps to drop, 0 to 1.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; the default of the process where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="trainable">Without effect: the layer has no weights.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The rate lies outside, or the data format is not known.</exception>
    public SpatialDropout2D(double rate, string? data_format = null, long? seed = null, string? name = null, DTypePolicy? dtype = null, bool trainable = true, TensorShape? input_shape = null)
        : base(rate, seed, name, dtype, trainable, input_shape, rank: 4, KerasConfig.StandardizeDataFormat(data_format))
    {
    }

    /// <summary>Where the channels are.</summary>
    public string data_format => DataFormat!;
}
