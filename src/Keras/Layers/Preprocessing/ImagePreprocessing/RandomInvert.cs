using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training turns some images into their negatives; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert/.</remarks>
[KerasExport("keras.layers.RandomInvert")]
public sealed class RandomInvert : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image changes: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomInvert(Interval? factor = null, Interval? value_range = null, long? seed = null, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>Probability that an image changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Choice(Tensor chosen) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Chosen { get; } = chosen;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var batch = BatchOf(data);
        var source = Source(seed);
        var probability = RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source);
        return new Choice(RandomOps.uniform(batch, 0, 1, seed: source) < probability);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        images = Ops.cast(images, compute_dtype);
        return Ops.where(PerImage(Drawn<Choice>(transformation).Chosen), value_range.Second - images, images);
    }
}
