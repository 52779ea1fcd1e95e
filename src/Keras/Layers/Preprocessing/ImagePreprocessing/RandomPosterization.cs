using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training keeps a random number of bits of the values of each image; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_posterization/.</remarks>
[KerasExport("keras.layers.RandomPosterization")]
public sealed class RandomPosterization : BaseColorLayer
{
    private const int AllBits = 8;

    /// <summary>Makes the layer.</summary>
    /// <param name="factor">How many bits are kept: from 1 to below a number, or from one to below another; 1 to 8.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomPosterization(Interval factor, Interval? value_range = null, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, 1, AllBits);
        this.value_range = Factors.ValueRange(value_range);
        UseSeed(seed);
    }

    /// <summary>How many bits are kept: at least the first number, fewer than the second unless both are the same.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Bits(Tensor dropped) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Dropped { get; } = dropped;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var batch = BatchOf(data);
        var kept = factor.Lower != factor.Upper ? RandomOps.randint(batch, (long)factor.Lower, (long)factor.Upper, "uint8", Source(seed)) : Ops.full(batch, (int)factor.Lower, "uint8");
        return new Bits(AllBits - kept);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var dropped = PerImage(Drawn<Bits>(transformation).Dropped);
        images = Ops.cast(ChangeRange(images, value_range, (0, 255), compute_dtype), "uint8");
        images = Ops.bitwise_left_shift(Ops.bitwise_right_shift(images, dropped), dropped);
        return ChangeRange(Ops.cast(images, compute_dtype), (0, 255), value_range, compute_dtype);
    }
}
