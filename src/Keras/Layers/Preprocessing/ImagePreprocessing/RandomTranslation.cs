using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training moves each image by a random distance; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/.</remarks>
[KerasExport("keras.layers.RandomTranslation", Former = ["keras.layers.experimental.preprocessing.RandomTranslation"])]
public sealed class RandomTranslation : BaseImagePreprocessingLayer
{
    private readonly Interval _height;
    private readonly Interval _width;

    /// <summary>Makes the layer.</summary>
    /// <param name="height_factor">Share of the height, downwards: from its negative to a number, or between two; -1 to 1.</param>
    /// <param name="width_factor">Share of the width, to the right: from its negative to a number, or between two; -1 to 1.</param>
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
    public RandomTranslation(Interval height_factor, Interval width_factor, string fill_mode = "reflect", string interpolation = "bilinear", long? seed = null, double fill_value = 0.0,
        string? data_format = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.height_factor = height_factor;
        _height = Pair(height_factor, nameof(height_factor));
        this.width_factor = width_factor;
        _width = Pair(width_factor, nameof(width_factor));
        this.fill_mode = Factors.FillMode(fill_mode);
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_value = fill_value;
        UseSeed(seed);
    }

    /// <summary>Share of the height, as given.</summary>
    public Interval height_factor { get; }

    /// <summary>Share of the width, as given.</summary>
    public Interval width_factor { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>The constant outside.</summary>
    public double fill_value { get; }

    private protected override string ImageInterpolation => interpolation;

    private static Interval Pair(Interval factor, string name)
    {
        factor = Factors.Within(factor, -1, 1, name);
        return factor.IsPair ? factor.Sorted() : factor.Around();
    }

    private sealed class Distance(Tensor x, Tensor y, int height, int width) : ImageTransformation
    {
        /// <summary>(batch, 1): pixels to the right.</summary>
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
        var (height, width) = SizeOf(data);
        var source = Source(seed);
        var y = Draw(_height, height);
        var x = Draw(_width, width);
        return new Distance(x, y, height, width);

        Tensor Draw(Interval factor, int pixels) => Ops.cast(RandomOps.uniform((batch, 1), factor.Lower, factor.Upper, seed: source) * pixels, "float32");
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation)
    {
        if (transformation is null) return images;
        var drawn = Drawn<Distance>(transformation);
        Tensor one = Ops.ones_like(drawn.X), zero = Ops.zeros_like(drawn.X);
        return Ops.affine_transform(images, Ops.concatenate(new[] { one, zero, -drawn.X, zero, one, -drawn.Y, zero, zero }, 1), interpolation, fill_mode, fill_value, data_format);
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        var drawn = Drawn<Distance>(transformation);
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "xyxy", drawn.Height, drawn.Width);
        boxes = BoundingBoxOps.pad(boxes, Ops.expand_dims(drawn.Y, -1), Ops.expand_dims(drawn.X, -1));
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), drawn.Height, drawn.Width);
        return (TensorDict)BoundingBoxOps.convert_format(moved, "xyxy", bounding_box_format!, drawn.Height, drawn.Width);
    }
}
