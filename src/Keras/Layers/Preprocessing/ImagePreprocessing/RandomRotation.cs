using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training turns each image by a random angle; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/.</remarks>
[KerasExport("keras.layers.RandomRotation", Former = ["keras.layers.experimental.preprocessing.RandomRotation"])]
public sealed class RandomRotation : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Share of a full turn, counter-clockwise: from its negative to a number, or between two; -1 to 1.</param>
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
    public RandomRotation(Interval factor, string fill_mode = "reflect", string interpolation = "bilinear", long? seed = null, double fill_value = 0.0, string? data_format = null,
        string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor, -1, 1);
        UseSeed(seed);
        this.fill_mode = Factors.FillMode(fill_mode);
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_value = fill_value;
    }

    /// <summary>Share of a full turn, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>The constant outside.</summary>
    public double fill_value { get; }

    private protected override string ImageInterpolation => interpolation;

    private sealed class Turn(Tensor angle, Tensor matrix, int height, int width) : ImageTransformation
    {
        /// <summary>Degrees of each image.</summary>
        internal Tensor Angle { get; } = angle;

        internal Tensor Matrix { get; } = matrix;

        internal int Height { get; } = height;

        internal int Width { get; } = width;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var (height, width) = SizeOf(data);
        var angle = RandomOps.uniform(BatchOf(data), factor.Lower * 360.0, factor.Upper * 360.0, seed: Source(seed));
        return new Turn(angle, RotationMatrix(angle, height, width), height, width);
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation) =>
        Ops.affine_transform(images, Drawn<Turn>(transformation).Matrix, interpolation, fill_mode, fill_value, data_format);

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        var drawn = Drawn<Turn>(transformation);
        Tensor zero = Ops.zeros_like(drawn.Angle), one = Ops.ones_like(drawn.Angle);
        // Keras takes the numbers for corners whatever the format says.
        var boxes = BoundingBoxOps.affine_transform(bounding_boxes["boxes"], drawn.Angle, zero, zero, one, zero, zero, drawn.Height, drawn.Width);
        var moved = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", boxes)), drawn.Height, drawn.Width);
        return (TensorDict)BoundingBoxOps.convert_format(moved, "xyxy", bounding_box_format!, drawn.Height, drawn.Width);
    }
}
