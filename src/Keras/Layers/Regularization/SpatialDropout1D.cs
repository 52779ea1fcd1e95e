namespace Keras.Layers;

/// <summary>In training drops whole features of a sequence.</summary>
/// <remarks>Input and output (batch, steps, features). See https://keras.io/api/layers/regularization_layers/spatial_dropout1d/.</remarks>
[KerasExport("keras.layers.SpatialDropout1D")]
public sealed class SpatialDropout1D : BaseSpatialDropout
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of features to drop, 0 to 1.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="trainable">Without effect: the layer has no weights.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The rate lies outside.</exception>
    public SpatialDropout1D(double rate, long? seed = null, string? name = null, DTypePolicy? dtype = null, bool trainable = true, TensorShape? input_shape = null)
        : base(rate, seed, name, dtype, trainable, input_shape, rank: 3)
    {
    }
}
