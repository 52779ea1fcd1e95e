namespace Keras.Layers;

/// <summary>Brings images to a size, in training and inference alike.</summary>
/// <remarks>The output has the dtype of the input. See https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/.</remarks>
[KerasExport("keras.layers.Resizing", Former = ["keras.layers.experimental.preprocessing.Resizing"])]
public sealed class Resizing : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the output.</param>
    /// <param name="width">Width of the output.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="crop_to_aspect_ratio">Whether the largest middle part of the right proportions is taken, so that nothing is stretched.</param>
    /// <param name="pad_to_aspect_ratio">Whether a border is added so that nothing is stretched.</param>
    /// <param name="fill_mode">What the border is: <c>constant</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="antialias">Whether all pixels count when an image becomes smaller.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Resizing(int height, int width, string interpolation = "bilinear", bool crop_to_aspect_ratio = false, bool pad_to_aspect_ratio = false, string fill_mode = "constant",
        double fill_value = 0.0, bool antialias = false, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.height = height;
        this.width = width;
        this.interpolation = interpolation;
        this.crop_to_aspect_ratio = crop_to_aspect_ratio;
        this.pad_to_aspect_ratio = pad_to_aspect_ratio;
        this.fill_mode = fill_mode;
        this.fill_value = fill_value;
        this.antialias = antialias;
    }

    /// <summary>Height of the output.</summary>
    public int height { get; }

    /// <summary>Width of the output.</summary>
    public int width { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>Whether a part of the right proportions is taken.</summary>
    public bool crop_to_aspect_ratio { get; }

    /// <summary>Whether a border is added.</summary>
    public bool pad_to_aspect_ratio { get; }

    /// <summary>What the border is.</summary>
    public string fill_mode { get; }

    /// <summary>The constant of the border.</summary>
    public double fill_value { get; }

    /// <summary>Whether all pixels count when an image becomes smaller.</summary>
    public bool antialias { get; }

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

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation) =>
        Ops.resize(images, (height, width), interpolation, antialias, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, fill_value, data_format);

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true) => Move(images, transformation, interpolation);

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        Move(segmentation_masks, transformation, "nearest");

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        // 1. Boxes of zeros or of -1 stand for none, and stay.
        var size = Drawn<Size>(transformation);
        var given = bounding_boxes["boxes"];
        var none = Ops.expand_dims(Ops.all(Ops.equal(given, -1), -1) | Ops.all(Ops.equal(given, 0), -1), -1);

        // 2. The others move with the image.
        var boxes = BoundingBoxOps.convert_format(given, bounding_box_format!, "xyxy", size.Height, size.Width);
        var (scaleX, scaleY, left, top) = Motion(size.Width, size.Height);
        var p = BoundingBoxOps.Parts(boxes);
        boxes = BoundingBoxOps.Join(p[0] * scaleX + left, p[1] * scaleY + top, p[2] * scaleX + left, p[3] * scaleY + top);
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), height, width);

        // 3. Back to their format.
        boxes = Ops.where(none, Ops.zeros_like(boxes), moved["boxes"]);
        return moved.With(("boxes", BoundingBoxOps.convert_format(boxes, "xyxy", bounding_box_format!, height, width)));
    }

    /// <summary>By what coordinates are multiplied, and what is added then; in single precision as Keras computes it, since whole pixels hang on it.</summary>
    private (float ScaleX, float ScaleY, float Left, float Top) Motion(float fromWidth, float fromHeight)
    {
        float byWidth = width / fromWidth, byHeight = height / fromHeight;
        if (pad_to_aspect_ratio)
        {
            var scale = MathF.Min(byWidth, byHeight);
            return (scale, scale, MathF.Floor((width - fromWidth * scale) / 2), MathF.Floor((height - fromHeight * scale) / 2));
        }
        if (!crop_to_aspect_ratio) return (byWidth, byHeight, 0, 0);
        float ratio = fromWidth / fromHeight, target = (float)((double)width / height);
        float newWidth = ratio > target ? height * ratio : width, newHeight = ratio > target ? height : width / ratio;
        return (newWidth / fromWidth, newHeight / fromHeight, -MathF.Floor((newWidth - width) / 2), -MathF.Floor((newHeight - height) / 2));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => Resized(input_shape, height, width);
}
