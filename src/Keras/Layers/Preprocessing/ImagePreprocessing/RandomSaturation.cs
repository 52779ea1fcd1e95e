using Keras.Backend;
using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training makes the colours of each image stronger or paler at random; else passes its input on.</summary>
/// <remarks>Images must have three channels, red, green, blue. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation/.</remarks>
[KerasExport("keras.layers.RandomSaturation")]
public sealed class RandomSaturation : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">A number f, or two between which it is drawn: saturation is multiplied by f / (1 - f), so that 0.5 changes nothing, 0 gives grey.</param>
    /// <param name="value_range">Lowest and highest saturation; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside -1 to 1.</exception>
    public RandomSaturation(Interval factor, Interval? value_range = null, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, -1, 1);
        this.value_range = Factors.ValueRange(value_range);
        UseSeed(seed);
    }

    /// <summary>What is drawn, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest saturation.</summary>
    public Interval value_range { get; }

    private sealed class Saturation(Tensor factor) : ImageTransformation
    {
        internal Tensor Factor { get; } = factor;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var drawn = RandomOps.uniform(BatchOf(data), factor.Lower, factor.Upper, seed: Source(seed));
        return new Saturation(drawn / (1 - drawn + KerasConfig.epsilon()));
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var factors = Ops.reshape(Ops.cast(Drawn<Saturation>(transformation).Factor, compute_dtype), [-1, 1, 1]);
        var axis = images.ndim + ChannelAxis;
        var c = (TensorList)Ops.unstack(Ops.rgb_to_hsv(images, data_format), axis: axis);
        var saturation = Ops.clip(c[1] * factors, value_range.First, value_range.Second);
        return Ops.hsv_to_rgb(Ops.stack(new[] { c[0], saturation, c[2] }, axis), data_format);
    }
}
