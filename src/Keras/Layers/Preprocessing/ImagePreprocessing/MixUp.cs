using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training mixes each image, and its label, with another one of the batch; else passes its input on.</summary>
/// <remarks>
/// Labels must be vectors of numbers, such as one-hot ones.
/// See Zhang et al. 2017, https://arxiv.org/abs/1710.09412, and https://keras.io/api/layers/preprocessing_layers/image_augmentation/mix_up/.
/// </remarks>
[KerasExport("keras.layers.MixUp")]
public sealed class MixUp : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="alpha">Parameter of the distribution of the mixture: near 0 little is mixed, 1 mixes evenly.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public MixUp(double alpha = 0.2, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.alpha = alpha > 0 ? alpha : throw new ArgumentException($"`alpha` must be a positive number. Received: alpha={alpha}");
        UseSeed(seed);
    }

    /// <summary>Parameter of the distribution of the mixture.</summary>
    public double alpha { get; }

    private sealed class Mixture(Tensor weight, Tensor order) : ImageTransformation
    {
        /// <summary>(batch): share of the image itself.</summary>
        internal Tensor Weight { get; } = weight;

        /// <summary>(batch): with which image it is mixed.</summary>
        internal Tensor Order { get; } = order;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var batch = BatchOf(data);
        var source = Source(seed);
        var order = RandomOps.shuffle(Ops.arange(batch, dtype: "int64"), seed: source);
        return new Mixture(RandomOps.beta(batch, alpha, alpha, seed: source), order);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var drawn = Drawn<Mixture>(transformation);
        return Mix(Ops.cast(images, compute_dtype), PerImage(Ops.cast(drawn.Weight, compute_dtype)), drawn.Order);
    }

    /// <inheritdoc/>
    public override Tensor transform_labels(Tensor labels, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return labels;
        var drawn = Drawn<Mixture>(transformation);
        return Mix(labels, Ops.reshape(drawn.Weight, [-1, 1]), drawn.Order);
    }

    /// <inheritdoc/>
    // Porting note: Keras takes the masks to mix with out of the flattened batch, which gives numbers instead of masks; here they are taken like images.
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return segmentation_masks;
        var drawn = Drawn<Mixture>(transformation);
        return Mix(segmentation_masks, PerImage(drawn.Weight), drawn.Order);
    }

    private static Tensor Mix(Tensor values, Tensor weight, Tensor order) => weight * values + (1.0 - weight) * Ops.take(values, order, 0);

    /// <inheritdoc/>
    // Porting note: Keras appends the labels of a batch as further rows, which then belong to no image; here they follow their boxes.
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        var order = Drawn<Mixture>(transformation).Order;
        return new TensorDict([Both("boxes"), Both("labels")]);

        KeyValuePair<string, Tensor> Both(string key) =>
            KeyValuePair.Create(key, Ops.concatenate(new[] { bounding_boxes[key], Ops.take(bounding_boxes[key], order, 0) }, 1));
    }

    private protected override TensorDict BoxSymbols(TensorDict boxes)
    {
        // How many boxes there are depends on whether the call is training.
        return new TensorDict(base.BoxSymbols(boxes).Select(p => KeyValuePair.Create(p.Key, (Tensor)new KerasTensor(p.Value.shape.With(1, null), p.Value.dtype))));
    }
}
