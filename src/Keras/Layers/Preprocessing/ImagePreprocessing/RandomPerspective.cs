using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training shows some images as seen from another place; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_perspective/.</remarks>
[KerasExport("keras.layers.RandomPerspective")]
public sealed class RandomPerspective : BaseImagePreprocessingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image changes, or two between which it is drawn; 0 to 1.</param>
    /// <param name="scale">How far the corners move, as a share of the size; 0 to 1.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_value">What lies outside.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public RandomPerspective(Interval? factor = null, double scale = 1.0, string interpolation = "bilinear", double fill_value = 0.0, long? seed = null, string? data_format = null,
        string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        this.scale = scale is >= 0 and <= 1 ? scale : throw new ArgumentException($"The `scale` argument should be a number in the range [0,1]. Received: scale={scale}");
        this.interpolation = Factors.Interpolation(interpolation);
        this.fill_value = fill_value;
        UseSeed(seed);
    }

    /// <summary>Probability that an image changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>How far the corners move.</summary>
    public double scale { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    /// <summary>What lies outside.</summary>
    public double fill_value { get; }

    private protected override string ImageInterpolation => interpolation;

    private sealed class View(Tensor chosen, Tensor start, Tensor end, int height, int width) : ImageTransformation
    {
        /// <summary>(batch): which images change.</summary>
        internal Tensor Chosen { get; } = chosen;

        /// <summary>(batch, 4, 2): the corners.</summary>
        internal Tensor Start { get; } = start;

        /// <summary>(batch, 4, 2): where they go.</summary>
        internal Tensor End { get; } = end;

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
        var probability = RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source);
        var chosen = RandomOps.uniform(batch, 0.0, 1.0, seed: source) < probability;
        var moves = RandomOps.uniform((batch, 4, 2), -0.5 * scale, 0.5 * scale, compute_dtype, source);
        float right = width - 1, bottom = height - 1;
        Tensor corners = new float[,,] { { { 0, 0 }, { right, 0 }, { 0, bottom }, { right, bottom } } };
        var start = Ops.repeat(Ops.cast(corners, compute_dtype), batch, 0);
        return new View(chosen, Ops.cast(start, FullDType), Ops.cast(start + start * moves, FullDType), height, width);
    }

    private protected override Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation)
    {
        if (transformation is null) return images;
        var drawn = Drawn<View>(transformation);
        var outputs = Ops.perspective_transform(images, drawn.Start, drawn.End, interpolation, fill_value, data_format);
        return Ops.where(PerImage(drawn.Chosen), outputs, images);
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training || transformation is null) return bounding_boxes;
        // 1. The way from the image to the new one: (batch, 3, 3).
        var drawn = Drawn<View>(transformation);
        var matrix = Ops.Homography(drawn.Start, drawn.End);
        matrix = Ops.concatenate(new[] { matrix, Ops.ones(((int)matrix.Dims[0], 1), matrix.dtype) }, 1);
        var inverse = Ops.inv(Ops.reshape(matrix, [-1, 3, 3]));

        // 2. Where the four corners of each box go.
        var boxes = BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format!, "xyxy", drawn.Height, drawn.Width);
        var p = BoundingBoxOps.Parts(boxes);
        (Tensor X, Tensor Y)[] corners = [Go(p[0], p[1]), Go(p[2], p[3]), Go(p[0], p[3]), Go(p[2], p[1])];
        Tensor xs = Ops.stack(corners.Select(c => c.X).ToArray(), -1), ys = Ops.stack(corners.Select(c => c.Y).ToArray(), -1);

        // 3. The upright box around them.
        var moved = Ops.stack(new[] { Ops.min(xs, -1), Ops.min(ys, -1), Ops.max(xs, -1), Ops.max(ys, -1) }, -1);
        moved = Ops.where(Ops.reshape(drawn.Chosen, [-1, 1, 1]), moved, boxes);
        var clipped = BoundingBoxOps.clip_to_image_size(bounding_boxes.With(("boxes", moved)), drawn.Height, drawn.Width);
        // Porting note: Keras gives corners back whatever the format of the input; here boxes come back in their format.
        return (TensorDict)BoundingBoxOps.convert_format(clipped, "xyxy", bounding_box_format!, drawn.Height, drawn.Width);

        (Tensor, Tensor) Go(Tensor x, Tensor y)
        {
            var points = Ops.swapaxes(BoundingBoxOps.Join(x, y, Ops.ones_like(x)), -1, -2);
            var q = Ops.matmul(inverse, points);
            Tensor depth = q[TensorIndex.Slice(), 2];
            return (q[TensorIndex.Slice(), 0] / depth, q[TensorIndex.Slice(), 1] / depth);
        }
    }
}
