using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training fills a random rectangle of some images; else passes its input on.</summary>
/// <remarks>See Zhong et al. 2017, https://arxiv.org/abs/1708.04896, and https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing/.</remarks>
[KerasExport("keras.layers.RandomErasing")]
public sealed class RandomErasing : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image changes: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="scale">Share of the image that is filled: from 0 to a number, or between two; 0 to 1. (0.02, 0.33) by default.</param>
    /// <param name="fill_value">What fills: a number, one a channel, or <see langword="null"/> for noise.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomErasing(Interval? factor = null, Interval? scale = null, ArrayArgument? fill_value = null, Interval? value_range = null, long? seed = null, string? data_format = null,
        string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        this.scale = Factors.Bounded(scale ?? (0.02, 0.33), 0, 1, nameof(scale));
        this.fill_value = fill_value;
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>Probability that an image changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Share of the image that is filled, at least and at most.</summary>
    public Interval scale { get; }

    /// <summary>What fills; <see langword="null"/> for noise.</summary>
    public ArrayArgument? fill_value { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Erasure(Tensor chosen, Tensor masks, Tensor fill) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Chosen { get; } = chosen;

        internal Tensor Masks { get; } = masks;

        internal Tensor Fill { get; } = fill;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        // 1. The rectangles.
        var batch = BatchOf(data);
        var (height, width) = SizeOf(data);
        var source = Source(seed);
        var shares = Ops.sqrt(RandomOps.uniform((batch, 2), scale.Lower, scale.Upper, compute_dtype, source));
        var x = RandomRectangles.Stretch(width, shares[TensorIndex.Slice(), 0], source);
        var y = RandomRectangles.Stretch(height, shares[TensorIndex.Slice(), 1], source);
        var masks = RandomRectangles.Mask(height, width, x, y, ChannelsFirst);

        // 2. In which images.
        var probability = RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source);
        var chosen = RandomOps.uniform(batch, 0.0, 1.0, seed: source) < probability;

        // 3. What fills them.
        var fill = fill_value is { } given ? Given(given) : RandomOps.normal(ImagesOf(data).Dims, dtype: compute_dtype, seed: source) * value_range.Upper;
        return new Erasure(chosen, masks, Ops.clip(fill, value_range.First, value_range.Second));
    }

    private Tensor Given(ArrayArgument fill)
    {
        var numbers = Ops.cast(fill.ToTensor(), compute_dtype);
        if (numbers.ndim == 0) return numbers;
        if (numbers.ndim != 1 || numbers.Dims[0] != 3)
            throw new ArgumentException($"Layer '{name}': the `fill_value` argument should be a number (or a list of three numbers). Received: fill_value={fill}");
        return ChannelsFirst ? Ops.reshape(numbers, (3, 1, 1)) : numbers;
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training) return images;
        var drawn = Drawn<Erasure>(transformation);
        return Ops.where(PerImage(drawn.Chosen) & drawn.Masks, drawn.Fill, images);
    }
}
