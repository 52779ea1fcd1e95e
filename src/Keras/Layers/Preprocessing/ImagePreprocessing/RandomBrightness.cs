using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training makes each image brighter or darker at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/.</remarks>
[KerasExport("keras.layers.RandomBrightness")]
public sealed class RandomBrightness : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Share of the range of values that is added: from its negative to a number, or between two; -1 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomBrightness(Interval factor, Interval? value_range = null, long? seed = null, string? bounding_box_format = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, -1, 1);
        UseSeed(seed);
        this.value_range = Factors.ValueRange(value_range);
    }

    /// <summary>Share of the range that is added, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Light(Tensor added) : ImageTransformation
    {
        internal Tensor Added { get; } = added;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var shape = OnePerImage(data);
        if (!training) return new Light(Ops.zeros(shape));
        return new Light(RandomOps.uniform(shape, factor.Lower, factor.Upper, seed: Source(seed)) * (value_range.Upper - value_range.Lower));
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true) => !training ? images
        : Ops.clip(images + Ops.cast(Drawn<Light>(transformation).Added, images.dtype), value_range.First, value_range.Second);
}
