using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training mirrors each image at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/.</remarks>
[KerasExport("keras.layers.RandomFlip", Former = ["keras.layers.experimental.preprocessing.RandomFlip"])]
public sealed class RandomFlip : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="mode"><c>horizontal</c> (left becomes right), <c>vertical</c> (top becomes bottom) or <c>horizontal_and_vertical</c>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public RandomFlip(string mode = "horizontal_and_vertical", long? seed = null, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        UseSeed(seed);
        this.mode = mode;
    }

    /// <summary>How images are mirrored.</summary>
    public string mode { get; }

    internal override bool ConvertsInputs => false;

    private bool Sideways => mode is "horizontal" or "horizontal_and_vertical";

    private bool UpsideDown => mode is "vertical" or "horizontal_and_vertical";

    private sealed class Flips(Tensor flips, int height, int width) : ImageTransformation
    {
        /// <summary>Which images are mirrored.</summary>
        internal Tensor Chosen { get; } = flips;

        internal int Height { get; } = height;

        internal int Width { get; } = width;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var flips = RandomOps.uniform(OnePerImage(data), seed: Source(seed)) <= 0.5;
        var (height, width) = SizeOf(data);
        return new Flips(flips, height, width);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training || transformation is null) return images;
        var flips = Drawn<Flips>(transformation).Chosen;
        if (Sideways) images = Ops.where(flips, Ops.flip(images, WidthAxis), images);
        if (UpsideDown) images = Ops.where(flips, Ops.flip(images, HeightAxis), images);
        return images;
    }

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        transform_images(segmentation_masks, transformation, training);

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        var drawn = Drawn<Flips>(transformation);
        var flips = Ops.squeeze(drawn.Chosen, -1);
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "rel_xyxy", drawn.Height, drawn.Width);
        if (Sideways)
        {
            var p = BoundingBoxOps.Parts(boxes);
            boxes = Ops.where(flips, BoundingBoxOps.Join(1 - p[2], p[1], 1 - p[0], p[3]), boxes);
        }
        if (UpsideDown)
        {
            var p = BoundingBoxOps.Parts(boxes);
            boxes = Ops.where(flips, BoundingBoxOps.Join(p[0], 1 - p[3], p[2], 1 - p[1]), boxes);
        }
        // Keras cuts the shares off as if they were pixels.
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), drawn.Height, drawn.Width);
        return (TensorDict)BoundingBoxOps.convert_format(moved, "rel_xyxy", bounding_box_format!, drawn.Height, drawn.Width);
    }

    private protected override string MaskDType(Tensor masks) => compute_dtype;
}
