using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training replaces a random rectangle of each image by that of another image of the batch, and mixes the labels accordingly; else passes its input on.</summary>
/// <remarks>
/// Labels must be vectors of numbers, such as one-hot ones. A single image stays.
/// See Yun et al. 2019, https://arxiv.org/abs/1905.04899, and https://keras.io/api/layers/preprocessing_layers/image_augmentation/cut_mix/.
/// </remarks>
[KerasExport("keras.layers.CutMix")]
public sealed class CutMix : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Parameter of the distribution of the mixture: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public CutMix(Interval? factor = null, long? seed = null, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        UseSeed(seed);
    }

    /// <summary>Parameter of the distribution of the mixture, at least and at most.</summary>
    public Interval factor { get; }

    private sealed class Mixture(Tensor order, Tensor masks, Tensor weight) : ImageTransformation
    {
        /// <summary>(batch): which image the rectangle comes from.</summary>
        internal Tensor Order { get; } = order;

        internal Tensor Masks { get; } = masks;

        /// <summary>(batch): share of the image that stays.</summary>
        internal Tensor Weight { get; } = weight;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training || !IsBatched(ImagesOf(data))) return null;
        // 1. How much of each image is replaced.
        var batch = BatchOf(data);
        var (height, width) = SizeOf(data);
        var source = Source(seed);
        var alpha = RandomOps.uniform(TensorShape.Scalar, factor.Lower, factor.Upper, compute_dtype, source) + 1e-6;
        alpha = Ops.cast(alpha, FullDType);
        var share = Ops.sqrt(1.0 - Ops.cast(RandomOps.beta(batch, alpha, alpha, FullDType, source), compute_dtype));

        // 2. Where.
        var x = RandomRectangles.Stretch(width, share, source);
        var y = RandomRectangles.Stretch(height, share, source);
        var masks = RandomRectangles.Mask(height, width, x, y, ChannelsFirst);
        var weight = 1.0 - (x.End - x.Start) * (y.End - y.Start) / (width * height);

        // 3. By what.
        return new Mixture(RandomOps.shuffle(Ops.arange(batch, dtype: "int32"), seed: source), masks, weight);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training || transformation is null) return images;
        var drawn = Drawn<Mixture>(transformation);
        return Ops.where(drawn.Masks, Ops.take(images, drawn.Order, 0), images);
    }

    /// <inheritdoc/>
    public override Tensor transform_labels(Tensor labels, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training || transformation is null) return labels;
        var drawn = Drawn<Mixture>(transformation);
        var weight = Ops.reshape(drawn.Weight, [-1, 1]);
        return weight * labels + (1.0 - weight) * Ops.take(labels, drawn.Order, 0);
    }

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        transform_images(segmentation_masks, transformation, training);

    private protected override string MaskDType(Tensor masks) => compute_dtype;
}
