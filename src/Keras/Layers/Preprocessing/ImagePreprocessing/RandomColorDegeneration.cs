using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training mixes each image with its grey version at random; else passes its input on.</summary>
/// <remarks>Images must have three channels, red, green, blue. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_degeneration/.</remarks>
[KerasExport("keras.layers.RandomColorDegeneration")]
public sealed class RandomColorDegeneration : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Share of grey: from its negative to a number, or between two; -1 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomColorDegeneration(Interval factor, Interval? value_range = null, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, -1, 1);
        this.value_range = Factors.ValueRange(value_range);
        UseSeed(seed);
    }

    /// <summary>Share of grey, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Paleness(Tensor factor) : ImageTransformation
    {
        internal Tensor Factor { get; } = factor;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null) =>
        new Paleness(RandomOps.uniform((BatchOf(data), 1, 1, 1), factor.Lower, factor.Upper, seed: Source(seed)));

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        images = Ops.cast(images, compute_dtype);
        var factors = Ops.cast(Drawn<Paleness>(transformation).Factor, compute_dtype);
        images += factors * (Ops.rgb_to_grayscale(images, data_format) - images);
        return Ops.cast(Ops.clip(images, value_range.First, value_range.Second), compute_dtype);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        if (input_shape.Rank is not (3 or 4))
            throw new ArgumentException($"Layer '{name}': invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). Received: input_shape={input_shape}");
        if (input_shape[ChannelAxis] is { } channels && channels != 3)
            throw new ArgumentException($"Layer '{name}': input images must have 3 channels, but received images with {channels} channels. Received: input_shape={input_shape}");
        return input_shape;
    }
}
