using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training moves the colours of each image round the colour circle at random; else passes its input on.</summary>
/// <remarks>Images must have three channels, red, green, blue. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue/.</remarks>
[KerasExport("keras.layers.RandomHue")]
public sealed class RandomHue : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Share of half the circle, either way: at most a number, or between two; 0 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomHue(Interval factor, Interval? value_range = null, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, 0, 1);
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>Share of half the circle, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Hue(Tensor added) : ImageTransformation
    {
        /// <summary>(batch): share of the whole circle.</summary>
        internal Tensor Added { get; } = added;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var batch = BatchOf(data);
        var source = Source(seed);
        var side = RandomOps.uniform(batch, seed: source);
        side = Ops.where(side > 0.5, -Ops.ones_like(side), Ops.ones_like(side));
        return new Hue(side * RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source) * 0.5);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        images = ChangeRange(Ops.cast(images, compute_dtype), value_range, (0, 1), "float32");
        var added = Ops.reshape(Ops.cast(Drawn<Hue>(transformation).Added, images.dtype), [-1, 1, 1]);
        var axis = images.ndim + ChannelAxis;
        var c = (TensorList)Ops.unstack(Ops.rgb_to_hsv(images, data_format), axis: axis);
        var hue = c[0] + added;
        hue = Ops.where(hue > 1.0, hue - 1.0, hue);
        hue = Ops.where(hue < 0.0, hue + 1.0, hue);
        images = Ops.hsv_to_rgb(Ops.stack(new[] { hue, c[1], c[2] }, axis), data_format);
        return Ops.cast(ChangeRange(Ops.clip(images, 0, 1), (0, 1), value_range, "float32"), compute_dtype);
    }
}
