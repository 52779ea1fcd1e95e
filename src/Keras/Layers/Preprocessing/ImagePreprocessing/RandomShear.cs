using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training slants each image at random; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/.</remarks>
[KerasExport("keras.layers.RandomShear")]
public sealed class RandomShear : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="x_factor">Sideways, as a share of the height: from its negative to a number, or between two; 0 to 1.</param>
    /// <param name="y_factor">Upwards, as a share of the width: from its negative to a number, or between two; 0 to 1.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_mode">What lies outside: <c>reflect</c>, <c>wrap</c>, <c>constant</c> or <c>nearest</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public RandomShear(Interval? x_factor = null, Interval? y_factor = null, string interpolation = "bilinear", string fill_mode = "reflect", double fill_value = 0.0, string? data_format = null,
        long? seed = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.x_factor = Pair(x_factor ?? 0.0, nameof(x_factor));
        this.y_factor = Pair(y_factor ?? 0.0, nameof(y_factor));
        this.fill_mode = Factors.FillMode(fill_mode);
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_value = fill_value;
        UseSeed(seed);
    }

    /// <summary>Sideways, at least and at most.</summary>
    public Interval x_factor { get; }

    /// <summary>Upwards, at least and at most.</summary>
    public Interval y_factor { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>The constant outside.</summary>
    public double fill_value { get; }

    private protected override string ImageInterpolation => interpolation;

    // Porting note: the configuration of a layer made of one number holds the pair (-number, number), which Keras itself refuses to read back; here it is read.
    private static Interval Pair(Interval factor, string name)
    {
        if (factor.IsPair && factor.Lower == -factor.Upper) factor = factor.Upper;
        factor = Factors.Within(factor, 0, 1, name);
        return factor.IsPair ? factor.Sorted() : factor.Around();
    }

    private sealed class Slant(Tensor x, Tensor y, int height, int width) : ImageTransformation
    {
        /// <summary>(batch, 1): columns a row.</summary>
        internal Tensor X { get; } = x;

        internal Tensor Y { get; } = y;

        internal int Height { get; } = height;

        internal int Width { get; } = width;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var batch = BatchOf(data);
        var source = Source(seed);
        var (height, width) = SizeOf(data);
        var side = Draw((0, 1));
        side = Ops.where(side > 0.5, -Ops.ones_like(side), Ops.ones_like(side));
        var y = Draw(y_factor);
        var x = Draw(x_factor);
        return new Slant(x * side, y * side, height, width);

        Tensor Draw(Interval factor) => RandomOps.uniform((batch, 1), factor.Lower, factor.Upper, compute_dtype, source);
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation)
    {
        if (transformation is null) return images;
        var drawn = Drawn<Slant>(transformation);
        Tensor one = Ops.ones_like(drawn.X), zero = Ops.zeros_like(drawn.X);
        return Ops.affine_transform(images, Ops.concatenate(new[] { one, drawn.X, zero, drawn.Y, one, zero, zero, zero }, 1), interpolation, fill_mode, fill_value, data_format);
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        // 1. Corners as shares of the image: each (batch, number).
        var drawn = Drawn<Slant>(transformation);
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "rel_xyxy", drawn.Height, drawn.Width, compute_dtype);
        Tensor[] p = [.. BoundingBoxOps.Parts(boxes).Select(t => Ops.squeeze(t, -1))];
        Tensor x1 = p[0], y1 = p[1], x2 = p[2], y2 = p[3], x = drawn.X, y = drawn.Y;

        // 2. The upright box around the slanted one.
        (x1, x2) = (Ops.where(x < 0, x1 - x * y1, x1 - x * y2), Ops.where(x < 0, x2 - x * y2, x2 - x * y1));
        (y1, y2) = (Ops.where(y > 0, y1 - y * x2, y1 - y * x1), Ops.where(y > 0, y2 - y * x1, y2 - y * x2));
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", Ops.stack(new[] { x1, y1, x2, y2 }, -1))), bounding_box_format: "rel_xyxy");
        return (TensorDict)BoundingBoxOps.convert_format(moved, "rel_xyxy", bounding_box_format!, drawn.Height, drawn.Width, compute_dtype);
    }
}
