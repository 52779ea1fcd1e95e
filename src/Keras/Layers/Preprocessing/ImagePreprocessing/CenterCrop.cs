namespace Keras.Layers;

/// <summary>Takes the middle of images, in training and inference alike; images that are too small are resized first.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/.</remarks>
[KerasExport("keras.layers.CenterCrop", Former = ["keras.layers.experimental.preprocessing.CenterCrop"])]
public sealed class CenterCrop : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the output.</param>
    /// <param name="width">Width of the output.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public CenterCrop(int height, int width, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.height = height;
        this.width = width;
    }

    /// <summary>Height of the output.</summary>
    public int height { get; }

    /// <summary>Width of the output.</summary>
    public int width { get; }

    private sealed class Size(int height, int width) : ImageTransformation
    {
        internal int Height { get; } = height;

        internal int Width { get; } = width;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var (h, w) = SizeOf(data);
        return new Size(h, w);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        var (h, w) = SizeOf(images);
        if (h >= height && w >= width) return Cut(images, (h - height) / 2, (w - width) / 2, height, width);
        var (top, left, tall, wide) = MiddlePart(h, w, height, width);
        return Ops.resize(Cut(images, top, left, tall, wide), (height, width), data_format: data_format);
    }

    /// <summary>The largest middle part of an image that has the proportions of a size.</summary>
    internal static (int Top, int Left, int Height, int Width) MiddlePart(int fromHeight, int fromWidth, int height, int width)
    {
        var tall = Math.Max(Math.Min(fromHeight, (int)((double)fromWidth * height / width)), 1);
        var wide = Math.Max(Math.Min(fromWidth, (int)((double)fromHeight * width / height)), 1);
        return ((fromHeight - tall) / 2, (fromWidth - wide) / 2, tall, wide);
    }

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        transform_images(segmentation_masks, transformation, training);

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        // 1. Which part of the image is taken.
        var size = Drawn<Size>(transformation);
        var fits = size.Height >= height && size.Width >= width;
        var (top, left, tall, wide) = fits ? ((size.Height - height) / 2, (size.Width - width) / 2, height, width) : MiddlePart(size.Height, size.Width, height, width);

        // 2. The boxes in it.
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "xyxy", size.Height, size.Width);
        boxes = BoundingBoxOps.crop(boxes, top, left, tall, wide);
        if (!fits)
        {
            boxes = BoundingBoxOps.convert_format(boxes, "xyxy", "rel_xyxy", tall, wide);
            boxes = BoundingBoxOps.convert_format(boxes, "rel_xyxy", "xyxy", height, width);
        }
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), height, width);
        return (TensorDict)BoundingBoxOps.convert_format(moved, "xyxy", bounding_box_format!, height, width);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => Resized(input_shape, height, width);

    private protected override string MaskDType(Tensor masks) => compute_dtype;
}
