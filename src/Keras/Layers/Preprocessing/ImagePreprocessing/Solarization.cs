using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training inverts pixels above a random threshold, after adding a random number; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/solarization/.</remarks>
[KerasExport("keras.layers.Solarization")]
public sealed class Solarization : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="addition_factor">Share of 255 that is added: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="threshold_factor">Share of 255 from which pixels are inverted: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public Solarization(Interval? addition_factor = null, Interval? threshold_factor = null, Interval? value_range = null, long? seed = null,
        string? bounding_box_format = null, string? data_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        UseSeed(seed);
        this.addition_factor = Factor(addition_factor ?? 0.0, nameof(addition_factor));
        this.threshold_factor = Factor(threshold_factor ?? 0.0, nameof(threshold_factor));
        this.value_range = Factors.ValueRange(value_range);
    }

    /// <summary>Share of 255 that is added, at least and at most.</summary>
    public Interval addition_factor { get; }

    /// <summary>Share of 255 from which pixels are inverted, at least and at most.</summary>
    public Interval threshold_factor { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private static Interval Factor(Interval factor, string name)
    {
        factor = Factors.Within(factor, 0, 1, name);
        return factor.IsPair ? factor.Sorted() : factor.FromZero();
    }

    private sealed class Numbers(Tensor additions, Tensor thresholds) : ImageTransformation
    {
        internal Tensor Additions { get; } = additions;

        internal Tensor Thresholds { get; } = thresholds;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var source = Source(seed);
        return new Numbers(Draw(addition_factor), Draw(threshold_factor));

        // Only the upper number is a share of 255 in Keras.
        Tensor Draw(Interval factor) => RandomOps.uniform(OnePerImage(data), factor.Lower, factor.Upper * 255, compute_dtype, source);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training || transformation is null) return images;
        var drawn = Drawn<Numbers>(transformation);
        var results = ChangeRange(images, value_range, (0, 255), compute_dtype) + drawn.Additions;
        results = Ops.clip(results, 0, 255);
        results = Ops.where(results < drawn.Thresholds, results, 255 - results);
        return ChangeRange(results, (0, 255), value_range, compute_dtype);
    }
}
