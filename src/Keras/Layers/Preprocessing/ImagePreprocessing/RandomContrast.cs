using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training moves the pixels of each image away from, or towards, the mean of their channel at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/.</remarks>
[KerasExport("keras.layers.RandomContrast", Former = ["keras.layers.experimental.preprocessing.RandomContrast"])]
public sealed class RandomContrast : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">The distances are multiplied by a number between 1 - lower and 1 + upper; one number is the upper one, the lower is then 0. 0 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomContrast(Interval factor, Interval? value_range = null, long? seed = null, string? bounding_box_format = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, 0, 1);
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>How much less and how much more than 1 the distances are multiplied by.</summary>
    public Interval factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Contrast(Tensor factor) : ImageTransformation
    {
        internal Tensor Factor { get; } = factor;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var shape = OnePerImage(data);
        return new Contrast(training ? RandomOps.uniform(shape, 1.0 - factor.Lower, 1.0 + factor.Upper, compute_dtype, Source(seed)) : Ops.zeros(shape));
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var mean = Ops.mean(Ops.mean(images, HeightAxis, keepdims: true), WidthAxis, keepdims: true);
        var outputs = (images - mean) * Drawn<Contrast>(transformation).Factor + mean;
        return Ops.clip(outputs, value_range.First, value_range.Second);
    }
}
