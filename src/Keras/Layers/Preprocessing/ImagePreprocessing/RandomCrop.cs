using Keras.Randomness;
using Keras.Utils;

namespace Keras.Layers;

/// <summary>In training takes a random part of the images; else passes its input on.</summary>
/// <remarks>
/// The part is the same for a whole batch. Images that are too small are brought to the size by resizing their middle.
/// See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/.
/// </remarks>
[KerasExport("keras.layers.RandomCrop", Former = ["keras.layers.experimental.preprocessing.RandomCrop"])]
public sealed class RandomCrop : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the output.</param>
    /// <param name="width">Width of the output.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public RandomCrop(int height, int width, long? seed = null, string? data_format = null, string? name = null, string? bounding_box_format = null,
        bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.height = height;
        this.width = width;
        // Without a seed Keras draws one for the configuration, and another for the generator.
        long shown = seed ?? PythonRandom.MakeDefaultSeed();
        UseSeed(seed);
        this.seed = shown;
    }

    /// <summary>Height of the output.</summary>
    public int height { get; }

    /// <summary>Width of the output.</summary>
    public int width { get; }

    internal override bool ConvertsInputs => false;

    private sealed class Corner(int top, int left) : ImageTransformation
    {
        internal int Top { get; } = top;

        internal int Left { get; } = left;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        var (h, w) = SizeOf(data);
        if (!training || h <= height || w <= width)
        {
            var (top, left, _, _) = CenterCrop.MiddlePart(h, w, height, width);
            return new Corner(top, left);
        }
        var source = Source(seed);
        var y = Draw(h - height + 1);
        return new Corner(y, Draw(w - width + 1));

        int Draw(int places) => (int)RandomOps.uniform(TensorShape.Scalar, 0, places, seed: source).item();
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var corner = Drawn<Corner>(transformation);
        images = Cut(Ops.cast(images, compute_dtype), corner.Top, corner.Left, height, width);
        return SizeOf(images) == (height, width) ? images : Ops.cast(Ops.resize(images, (height, width), data_format: data_format), compute_dtype);
    }

    /// <inheritdoc/>
    // Porting note: Keras cuts masks in inference too, where it leaves the images whole; here masks stay with their images.
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        transform_images(segmentation_masks, transformation, training);

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        var corner = Drawn<Corner>(transformation);
        // Keras takes the size of the part for that of the image, and moves left and right by the row; saved models expect that.
        var p = BoundingBoxOps.Parts(BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "xyxy", height, width));
        int[] moves = [corner.Top, corner.Left, corner.Top, corner.Left];
        var boxes = BoundingBoxOps.Join([.. p.Select((t, i) => Ops.maximum(t - moves[i], 0))]);
        boxes = BoundingBoxOps.convert_format(boxes, "xyxy", bounding_box_format!, height, width);
        return new TensorDict([KeyValuePair.Create("boxes", boxes), KeyValuePair.Create("labels", bounding_boxes["labels"])]);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => Resized(input_shape, height, width);

    private protected override string MaskDType(Tensor masks) => compute_dtype;
}
