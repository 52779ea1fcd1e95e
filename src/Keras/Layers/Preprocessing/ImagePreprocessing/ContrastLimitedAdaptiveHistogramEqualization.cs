namespace Keras.Layers;

/// <summary>Spreads the values of each part of each image so that they are about equally frequent, but not more than a limit allows; in training and inference alike.</summary>
/// <remarks>
/// The output has the dtype of the input. See Zuiderveld 1994, Graphics Gems IV, and
/// https://keras.io/api/layers/preprocessing_layers/image_preprocessing/contrast_limited_adaptive_histogram_equalization/.
/// </remarks>
[KerasExport("keras.layers.ContrastLimitedAdaptiveHistogramEqualization")]
public sealed class ContrastLimitedAdaptiveHistogramEqualization : BaseColorLayer
{
    private const int Levels = 256;

    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="clip_limit">How much more frequent than on average a value may count; no limit at 0 or below.</param>
    /// <param name="tile_grid_size">How many parts there are, downwards and across; (8, 8) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">There are no parts.</exception>
    public ContrastLimitedAdaptiveHistogramEqualization(Interval? value_range = null, double clip_limit = 4.0, Size2D? tile_grid_size = null, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.value_range = Factors.ValueRange(value_range, sort: false);
        this.clip_limit = clip_limit;
        this.tile_grid_size = tile_grid_size ?? 8;
        if (this.tile_grid_size.ToArray().Any(n => n < 1)) throw new ArgumentException($"`tile_grid_size` must be two positive integers. Received: tile_grid_size={this.tile_grid_size}");
    }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    /// <summary>How much more frequent than on average a value may count.</summary>
    public double clip_limit { get; }

    /// <summary>How many parts there are, downwards and across.</summary>
    public Size2D tile_grid_size { get; }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        var x = ChannelsFirst ? Ops.moveaxis(images, -3, -1) : images;
        x = ChangeRange(x, value_range, (0, 255), "float32");
        x = ChangeRange(Equalize(x), (0, 255), value_range, "float32");
        x = Ops.cast(x, images.dtype);
        return ChannelsFirst ? Ops.moveaxis(x, -1, -3) : x;
    }

    private Tensor Equalize(Tensor images)
    {
        // 1. A border, so that all parts are of one size.
        int[] grid = tile_grid_size.ToArray();
        int batch = (int)images.Dims[0], height = (int)images.Dims[1], width = (int)images.Dims[2], channels = (int)images.Dims[3];
        int tileHeight = (height + grid[0] - 1) / grid[0], tileWidth = (width + grid[1] - 1) / grid[1], below = tileHeight * grid[0] - height, right = tileWidth * grid[1] - width;
        if (below > 0 || right > 0) images = Ops.pad(images, ((0, 0), (0, below), (0, right), (0, 0)), "symmetric");

        // 2. What each value becomes in each part, with the outer parts repeated round the border.
        var tiles = Ops.transpose(Ops.reshape(images, (batch, grid[0], tileHeight, grid[1], tileWidth, channels)), [0, 1, 3, 5, 2, 4]);
        var table = Table(Ops.reshape(tiles, (batch, grid[0], grid[1], channels, tileHeight * tileWidth)));
        table = Ops.take(table, Border(grid[0]), 1);
        table = Ops.take(table, Border(grid[1]), 2);

        // 3. Each pixel becomes a mixture of what the four nearest parts make of it.
        var flat = Ops.reshape(table, [-1]);
        var (top, bottom, down) = Neighbours(tileHeight, grid[0]);
        var (left, far, across) = Neighbours(tileWidth, grid[1]);
        Tensor of(Tensor places, TensorShape shape) => Ops.reshape(places, shape);
        int stepX = Levels * channels, stepY = stepX * (grid[1] + 2), stepBatch = stepY * (grid[0] + 2);
        var start = of(Ops.arange(batch, dtype: "int32"), [-1, 1, 1, 1]) * stepBatch + Ops.arange(channels, dtype: "int32") * Levels + Ops.cast(Ops.clip(images, 0, 255), "int32");
        TensorShape rows = [1, -1, 1, 1], columns = [1, 1, -1, 1];
        Tensor At(Tensor y, Tensor x) => Ops.take(flat, start + of(y, rows) * stepY + of(x, columns) * stepX);
        Tensor wx = of(across, columns), wy = of(down, rows);
        var above = At(top, left) * (1.0 - wx) + At(top, far) * wx;
        var under = At(bottom, left) * (1.0 - wx) + At(bottom, far) * wx;
        var result = above * (1.0 - wy) + under * wy;
        return Cropped(result, height, width);
    }

    private static Tensor Cropped(Tensor images, int height, int width) => images[TensorIndex.Slice(), TensorIndex.Slice(0, height), TensorIndex.Slice(0, width)];

    /// <summary>What each of the 256 values becomes: from (…, pixels) to (…, 256).</summary>
    private Tensor Table(Tensor pixels)
    {
        // 1. How often each value occurs; what is above the limit is shared out evenly.
        var area = (int)pixels.Dims[^1];
        var counts = Ops.sum(Ops.one_hot(Ops.clip(Ops.cast(pixels, "int32"), 0, Levels - 1), Levels), -2);
        if (clip_limit > 0)
        {
            // A whole number, as Keras counts on its torch backend.
            var clipped = Ops.clip(counts, 0.0, Math.Truncate(clip_limit * area / Levels));
            counts = clipped + Ops.sum(counts - clipped, -1, keepdims: true) / Levels;
        }

        // 2. The share of values up to it.
        var total = Ops.cumsum(counts, -1);
        var least = Ops.min(total, -1, keepdims: true);
        var rest = area - least;
        rest = Ops.where(Ops.equal(rest, 0.0), Ops.ones_like(rest), rest);
        return Ops.clip((total - least) * 255.0 / rest, 0.0, 255.0);
    }

    /// <summary>The numbers of the parts of an axis, the first and the last twice.</summary>
    private static Tensor Border(int parts) => (int[])[0, .. Enumerable.Range(0, parts), parts - 1];

    /// <summary>For each pixel of an axis the parts before and after it, counted with the border, and how near it is to the latter.</summary>
    private static (Tensor Before, Tensor After, Tensor Weight) Neighbours(int size, int parts)
    {
        var place = (Ops.arange(size * parts, dtype: "float32") - size / 2.0) / size + 1.0;
        var before = Ops.floor(place);
        return (Index(before), Index(before + 1.0), place - before);

        Tensor Index(Tensor numbers) => Ops.cast(Ops.clip(numbers, 0, parts + 1), "int32");
    }

    private protected override string ImageDType(Tensor images) => images.dtype;
}
