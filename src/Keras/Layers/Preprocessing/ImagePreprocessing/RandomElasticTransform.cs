using Keras.Backend;
using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training distorts some images as if they were printed on rubber; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_elastic_transform/.</remarks>
[KerasExport("keras.layers.RandomElasticTransform")]
public sealed class RandomElasticTransform : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image changes: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="scale">Strength: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>wrap</c>, <c>mirror</c> or <c>reflect</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public RandomElasticTransform(Interval? factor = null, Interval? scale = null, string interpolation = "bilinear", string fill_mode = "reflect", double fill_value = 0.0, Interval? value_range = null,
        long? seed = null, string? data_format = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        this.scale = Factors.Bounded(scale ?? 1.0, 0, 1, nameof(scale));
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_mode = Factors.FillMode(fill_mode, Factors.ElasticFillModes);
        this.fill_value = fill_value;
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>Probability that an image changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Strength, at least and at most.</summary>
    public Interval scale { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>The constant outside.</summary>
    public double fill_value { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private protected override string ImageInterpolation => interpolation;

    private sealed class Distortion(Tensor chosen, Tensor strength, uint noise) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Chosen { get; } = chosen;

        internal Tensor Strength { get; } = strength;

        /// <summary>Seed of the distortion, the same for images and masks.</summary>
        internal uint Noise { get; } = noise;
    }

    /// <inheritdoc/>
    // Porting note: in Keras images and masks draw their distortions one after the other, so that they part; here one draw serves both.
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training || scale.Upper == 0 || factor.Upper == 0) return null;
        var batch = BatchOf(data);
        var source = Source(seed);
        var probability = RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source);
        var chosen = RandomOps.uniform(batch, 0.0, 1.0, seed: source) < probability;
        var strength = RandomOps.uniform(TensorShape.Scalar, scale.Lower, scale.Upper, compute_dtype, source);
        return new Distortion(chosen, strength, RandomSeed.Draw(source));
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation)
    {
        if (transformation is null) return images;
        var drawn = Drawn<Distortion>(transformation);
        var (height, width) = SizeOf(images);
        Tensor alpha = Math.Max(height, width) * (0.1 * drawn.Strength), sigma = Math.Min(height, width) * (0.05 * drawn.Strength);
        var moved = Ops.Elastic(images, alpha, sigma, interpolation, fill_mode, fill_value, (long)drawn.Noise, data_format);
        images = Ops.where(PerImage(drawn.Chosen), moved, images);
        return Ops.cast(Ops.clip(images, value_range.First, value_range.Second), compute_dtype);
    }

    private protected override string MaskDType(Tensor masks) => DTypes.IsFloat(masks.dtype) ? compute_dtype : masks.dtype;
}
