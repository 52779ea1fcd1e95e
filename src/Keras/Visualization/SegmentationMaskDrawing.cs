using Keras.Backend;
using NumSharp;

namespace Keras.Visualization;

/// <summary>Lays colours over the parts of pictures (keras/src/visualization/draw_segmentation_masks.py).</summary>
public static class SegmentationMaskDrawing
{
    /// <summary>Colours each pixel by its class.</summary>
    /// <param name="images">(batch, height, width, channels), or channels first; numbers from 0 to 255.</param>
    /// <param name="segmentation_masks">The class of each pixel, integers: (batch, height, width, 1) or (batch, height, width), the axis of channels where the images have it.</param>
    /// <param name="num_classes">Number of classes; the largest number of the masks where null, so that this one is not drawn, as in Keras.</param>
    /// <param name="color_mapping">The colour of each class from 0 on; a palette where null.</param>
    /// <param name="alpha">How much of the colour is seen: 0 to 1.</param>
    /// <param name="blend">Whether the picture shines through; otherwise the colours replace it.</param>
    /// <param name="ignore_index">The class that is not drawn.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <returns>(batch, height, width, channels): uint8 where blended, otherwise float32.</returns>
    /// <exception cref="ArgumentException">The images are no batch of three channels, the masks are no integers or of another size, or a colour is missing.</exception>
    [KerasExport("keras.visualization.draw_segmentation_masks")]
    public static NDArray draw_segmentation_masks(Tensor images, Tensor segmentation_masks, int? num_classes = null, IReadOnlyDictionary<int, (int R, int G, int B)>? color_mapping = null,
        double alpha = 0.8, bool blend = true, int ignore_index = -1, string? data_format = null)
    {
        // 1. The arguments fit.
        PixelBatch.CheckRank(images);
        if (!DTypes.IsInt(segmentation_masks.dtype)) throw new ArgumentException($"`segmentation_masks` must be in integer dtype. Received: segmentation_masks.dtype={segmentation_masks.dtype}", nameof(segmentation_masks));
        using var scope = new TensorScope();
        if (KerasConfig.StandardizeDataFormat(data_format) == "channels_first")
        {
            images = Ops.transpose(images, (0, 2, 3, 1));
            if (segmentation_masks.ndim == 4) segmentation_masks = Ops.transpose(segmentation_masks, (0, 2, 3, 1));
        }
        var dims = images.Dims;
        if (dims[3] != 3) throw new ArgumentException($"Colours are drawn on pictures of three channels. Received: images.shape={images.shape}", nameof(images));
        if (segmentation_masks.size != dims[0] * dims[1] * dims[2])
            throw new ArgumentException($"`segmentation_masks` must have one number for each pixel. Received: segmentation_masks.shape={segmentation_masks.shape}, images.shape={images.shape}", nameof(segmentation_masks));

        // 2. The colours.
        var classes = Ops.cast(segmentation_masks, "int64").numpy().ToArray<long>();
        var count = num_classes ?? (classes.Length == 0 ? 0 : (int)classes.Max());
        var colors = new (int R, int G, int B)[count];
        for (var c = 0; c < count; c++)
            colors[c] = color_mapping is null ? Palette(c)
                : color_mapping.TryGetValue(c, out var given) ? given : throw new ArgumentException($"color_mapping has no colour for class {c} of {count} classes.", nameof(color_mapping));

        // 3. Pixel after pixel.
        var values = Ops.cast(images, "float32").numpy().ToArray<float>();
        var drawn = new float[values.Length];
        float seen = (float)alpha, through = (float)(1 - alpha);
        for (var p = 0; p < classes.Length; p++)
        {
            var named = classes[p] >= 0 && classes[p] < count;
            var (r, g, b) = named ? colors[classes[p]] : default;
            for (var k = 0; k < 3; k++)
            {
                var own = values[3 * p + k];
                var color = named ? k switch { 0 => r, 1 => g, _ => b } : own;
                drawn[3 * p + k] = !blend ? color : classes[p] == ignore_index ? own : own * through + color * seen;
            }
        }
        var shape = new Shape(dims);
        return blend ? new NDArray(Array.ConvertAll(drawn, v => (byte)(long)v), shape) : new NDArray(drawn, shape);
    }

    private static (int, int, int) Palette(long i) => ((int)(i * 33554431 % 255), (int)(i * 32767 % 255), (int)(i * 2097151 % 255));
}
