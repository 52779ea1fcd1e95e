using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training makes each image sharper or softer at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness/.</remarks>
[KerasExport("keras.layers.RandomSharpness")]
public sealed class RandomSharpness : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">From 0 to a number, or between two; 0 gives the softened image, 0.5 changes nothing, 1 doubles the edges.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside 0 to 1.</exception>
    public RandomSharpness(Interval factor, Interval? value_range = null, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, 0, 1);
        this.value_range = Factors.ValueRange(value_range);
        UseSeed(seed);
    }

    /// <summary>What is drawn, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Sharpness(Tensor factor) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Factor { get; } = factor;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null) =>
        new Sharpness(RandomOps.uniform(BatchOf(data), factor.Lower, factor.Upper, seed: Source(seed)));

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training) return images;
        var factors = PerImage(Ops.cast(Drawn<Sharpness>(transformation).Factor * 2, compute_dtype));
        // The channels are blurred one by one by the same symmetric window, so height and width may stand in either order.
        if (ChannelsFirst) images = Ops.swapaxes(images, -3, -1);
        const float edge = 1 / 13f, middle = 5 / 13f;
        Tensor window = new float[,] { { edge, edge, edge }, { edge, middle, edge }, { edge, edge, edge } };
        var kernel = Ops.tile(Ops.reshape(Ops.cast(window, compute_dtype), (3, 3, 1, 1)), (1, 1, (int)images.Dims[3], 1));
        var soft = Ops.depthwise_conv(images, kernel, strides: 1, padding: "same", data_format: "channels_last");
        images += (1.0 - factors) * (soft - images);
        images = Ops.clip(images, value_range.First, value_range.Second);
        return ChannelsFirst ? Ops.swapaxes(images, -3, -1) : images;
    }
}
