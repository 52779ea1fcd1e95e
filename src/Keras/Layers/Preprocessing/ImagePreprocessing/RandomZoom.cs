using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training brings each image nearer or farther at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/.</remarks>
[KerasExport("keras.layers.RandomZoom", Former = ["keras.layers.experimental.preprocessing.RandomZoom"])]
public sealed class RandomZoom : BaseImagePreprocessingLayer
{
    private readonly Interval _height;
    private readonly Interval? _width;

    /// <summary>Makes the layer.</summary>
    /// <param name="height_factor">How much more of the height is seen (negative: less): from its negative to a number, or between two; above -1, at most 1.</param>
    /// <param name="width_factor">The same of the width; <see langword="null"/> keeps the proportions.</param>
    /// <param name="fill_mode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>constant</c> or <c>nearest</c>.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public RandomZoom(Interval height_factor, Interval? width_factor = null, string fill_mode = "reflect", string interpolation = "bilinear", long? seed = null, double fill_value = 0.0,
        string? data_format = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.height_factor = height_factor;
        _height = Pair(height_factor, nameof(height_factor));
        this.width_factor = width_factor;
        if (width_factor is { } factor) _width = Pair(factor, nameof(width_factor));
        this.fill_mode = Factors.FillMode(fill_mode);
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_value = fill_value;
        UseSeed(seed);
    }

    /// <summary>How much more of the height is seen, as given.</summary>
    public Interval height_factor { get; }

    /// <summary>How much more of the width is seen, as given.</summary>
    public Interval? width_factor { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>The constant outside.</summary>
    public double fill_value { get; }

    private protected override string ImageInterpolation => interpolation;

    private static Interval Pair(Interval factor, string name)
    {
        factor = Factors.Within(factor, -1, 1, name, openLow: true);
        return factor.IsPair ? factor.Sorted() : factor.Around();
    }

    private sealed class Zoom(Tensor height, Tensor width, int imageHeight, int imageWidth) : ImageTransformation
    {
        /// <summary>(batch, 1): by what the height is multiplied.</summary>
        internal Tensor Tall { get; } = height;

        internal Tensor Wide { get; } = width;

        internal int Height { get; } = imageHeight;

        internal int Width { get; } = imageWidth;

        /// <summary>What is multiplied and what is added to find the place in the image.</summary>
        internal (Tensor ScaleX, Tensor ScaleY, Tensor X, Tensor Y) Matrix(double height, double width)
        {
            Tensor x = Ops.cast(Wide, "float32"), y = Ops.cast(Tall, "float32");
            return (x, y, (width - 1.0) / 2.0 * (1.0 - x), (height - 1.0) / 2.0 * (1.0 - y));
        }
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var batch = BatchOf(data);
        var source = Source(seed);
        var height = Draw(_height);
        var width = _width is { } own ? Draw(own) : height;
        var (h, w) = SizeOf(data);
        return new Zoom(height, width, h, w);

        Tensor Draw(Interval factor) => RandomOps.uniform((batch, 1), 1.0 + factor.Lower, 1.0 + factor.Upper, seed: source);
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation)
    {
        if (transformation is null) return images;
        var (height, width) = SizeOf(images);
        var (scaleX, scaleY, x, y) = Drawn<Zoom>(transformation).Matrix(height, width);
        var zero = Ops.zeros_like(scaleX);
        return Ops.affine_transform(images, Ops.concatenate(new[] { scaleX, zero, x, zero, scaleY, y, zero, zero }, 1), interpolation, fill_mode, fill_value, data_format);
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        // 1. What part of the image is seen, in its pixels: (batch, 1, 1).
        var drawn = Drawn<Zoom>(transformation);
        var (scaleX, scaleY, x, y) = drawn.Matrix(drawn.Height, drawn.Width);
        Tensor left = Ops.expand_dims(x, -1), top = Ops.expand_dims(y, -1);
        Tensor right = Ops.expand_dims(scaleX * drawn.Width + x, -1), bottom = Ops.expand_dims(scaleY * drawn.Height + y, -1);

        // 2. The boxes in it, as shares of it.
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "xyxy", drawn.Height, drawn.Width);
        var p = BoundingBoxOps.Parts(boxes);
        boxes = BoundingBoxOps.Join(Ops.clip(p[0], left, right) - left, Ops.clip(p[1], top, bottom) - top, Ops.clip(p[2], left, right) - left, Ops.clip(p[3], top, bottom) - top);
        boxes = BoundingBoxOps.convert_format(boxes, "xyxy", "rel_xyxy", bottom - top, right - left);
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), bounding_box_format: "rel_xyxy");

        // 3. Those are shares of the new image as well.
        return (TensorDict)BoundingBoxOps.convert_format(moved, "rel_xyxy", bounding_box_format!, drawn.Height, drawn.Width);
    }
}
