using System.Globalization;
using Keras.Backend;
using NumSharp;
using SkiaSharp;

namespace Keras.Visualization;

/// <summary>Draws boxes around what was found in pictures (keras/src/visualization/draw_bounding_boxes.py).</summary>
public static class BoundingBoxDrawing
{
    // Height of the capitals of OpenCV's font at the scale 1, which Keras writes with, and their part of a font's size here.
    private const float Capitals = 22, PartOfSize = 0.73f;

    /// <summary>Draws boxes, and the names of their classes, on a batch of pictures.</summary>
    /// <param name="images">(batch, height, width, channels), or channels first; floats from 0 to 1 or numbers from 0 to 255.</param>
    /// <param name="bounding_boxes"><c>boxes</c> (batch, boxes, 4), <c>labels</c> (batch, boxes), -1 for none, and, where there are some, <c>confidences</c> (batch, boxes).</param>
    /// <param name="bounding_box_format">How a box is written: <c>xyxy</c>, <c>yxyx</c>, <c>xywh</c>, <c>center_xywh</c>, <c>center_yxhw</c>, <c>rel_xyxy</c> …</param>
    /// <param name="class_mapping">Names of the classes; boxes of others have no text.</param>
    /// <param name="color">Red, green and blue, 0 to 255; grey (128, 128, 128) where null.</param>
    /// <param name="line_thickness">Pixels of a line.</param>
    /// <param name="text_thickness">Pixels of the strokes of letters; 0 for <paramref name="line_thickness"/>.</param>
    /// <param name="font_scale">Size of the text: 1 for capitals of 22 pixels.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <returns>uint8, of the shape of the pictures.</returns>
    /// <exception cref="ArgumentException">The images are no batch, the boxes lack a key, or the format is unknown.</exception>
    [KerasExport("keras.visualization.draw_bounding_boxes")]
    public static NDArray draw_bounding_boxes(Tensor images, TensorDict bounding_boxes, string bounding_box_format, IReadOnlyDictionary<int, string>? class_mapping = null,
        (int R, int G, int B)? color = null, int line_thickness = 2, int text_thickness = 1, double font_scale = 1.0, string? data_format = null)
    {
        // 1. The arguments fit.
        PixelBatch.CheckRank(images);
        if (!bounding_boxes.ContainsKey("boxes") || !bounding_boxes.ContainsKey("labels"))
            throw new ArgumentException($"`bounding_boxes` should be a dict containing 'boxes' and 'labels' keys. Received: {string.Join(", ", bounding_boxes.Keys)}", nameof(bounding_boxes));
        if (line_thickness < 1) throw new ArgumentException($"line_thickness must be positive. Received: {line_thickness}.", nameof(line_thickness));
        if (text_thickness <= 0) text_thickness = line_thickness;
        var first = KerasConfig.StandardizeDataFormat(data_format) == "channels_first";
        using var scope = new TensorScope();
        var last = first ? Ops.transpose(images, (0, 2, 3, 1)) : images;

        // 2. Corners in pixels.
        var pixels = PixelBatch.Of(last, widen: true);
        var corners = Layers.BoundingBoxOps.convert_format(bounding_boxes["boxes"], bounding_box_format, "xyxy", pixels.Height, pixels.Width);
        var converted = Ops.cast(corners, "float64").numpy().ToArray<double>();
        var labels = Ops.cast(bounding_boxes["labels"], "int32").numpy().ToArray<int>();
        var confidences = bounding_boxes.ContainsKey("confidences") ? Ops.cast(bounding_boxes["confidences"], "float64").numpy().ToArray<double>() : null;

        // 3. Box after box.
        if (labels.Length % Math.Max(1, pixels.Count) != 0 || converted.Length != 4 * labels.Length || confidences is not null && confidences.Length != labels.Length)
            throw new ArgumentException($"`bounding_boxes` should hold 'boxes' (batch, boxes, 4), 'labels' (batch, boxes), and 'confidences' likewise. Received: images.shape={images.shape}, " +
                string.Join(", ", bounding_boxes.Keys.Select(k => $"{k}: {bounding_boxes[k].shape}")), nameof(bounding_boxes));
        var each = pixels.Count == 0 ? 0 : labels.Length / pixels.Count;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == -1) continue;
            int image = i / each, x1 = (int)converted[4 * i], y1 = (int)converted[4 * i + 1], x2 = (int)converted[4 * i + 2], y2 = (int)converted[4 * i + 3];
            Rectangle(pixels, image, x1, y1, x2, y2, pixels.Color(color ?? (128, 128, 128)), line_thickness);
            if (class_mapping is null || !class_mapping.TryGetValue(labels[i], out var text)) continue;
            if (confidences is not null) text = string.Create(CultureInfo.InvariantCulture, $"{text} | {confidences[i]:F2}");
            Write(pixels, image, text, Place(x1, y1, font_scale, text_thickness), font_scale, text_thickness, color ?? (128, 128, 128));
        }
        var result = pixels.ToArray();
        return first ? result.transpose([0, 3, 1, 2]) : result;
    }

    private static void Rectangle(PixelBatch pixels, int image, int x1, int y1, int x2, int y2, byte[] color, int thickness)
    {
        (x1, x2) = (Math.Min(x1, x2), Math.Max(x1, x2));
        (y1, y2) = (Math.Min(y1, y2), Math.Max(y1, y2));
        // As OpenCV draws: a line reaches as far to both sides of its coordinate, two pixels wide becomes three, and corners are round.
        var reach = thickness == 1 ? 0 : (thickness + 1) / 2;
        foreach (var y in new[] { y1, y2 }) Fill(x1, y - reach, x2 + 1, y + reach + 1);
        foreach (var x in new[] { x1, x2 }) Fill(x - reach, y1, x + reach + 1, y2 + 1);
        foreach (var (x, y) in new[] { (x1, y1), (x1, y2), (x2, y1), (x2, y2) })
            for (var row = -reach; row <= reach; row++)
            {
                var half = (int)Math.Sqrt(reach * reach - row * row);
                Fill(x - half, y + row, x + half + 1, y + row + 1);
            }

        void Fill(int left, int top, int right, int bottom)
        {
            for (var y = Math.Max(0, top); y < Math.Min(pixels.Height, bottom); y++)
                for (var x = Math.Max(0, left); x < Math.Min(pixels.Width, right); x++) color.CopyTo(pixels.Pixel(image, y, x));
        }
    }

    // Above the box where there is room, else inside it.
    private static (int X, int Y) Place(int x, int y, double scale, int thickness)
    {
        var height = (int)(scale * 12);
        return y - 8 - 2 * height > 0 ? (x, y - 8) : (x + 3, y + 2 * height + thickness + 3);
    }

    private static void Write(PixelBatch pixels, int image, string text, (int X, int Y) at, double scale, int thickness, (int R, int G, int B) color)
    {
        // 1. The letters as a mask.
        using var font = Labels.Font(text, (float)scale * Capitals / PartOfSize);
        using var mask = new SKBitmap(new SKImageInfo(pixels.Width, pixels.Height, SKColorType.Alpha8, SKAlphaType.Premul));
        mask.Erase(SKColors.Transparent);
        using (var canvas = new SKCanvas(mask))
        using (var paint = new SKPaint { Color = SKColors.White, IsAntialias = true, Style = thickness > 1 ? SKPaintStyle.StrokeAndFill : SKPaintStyle.Fill, StrokeWidth = thickness - 1 })
            canvas.DrawText(text, at.X, at.Y, SKTextAlign.Left, font, paint);

        // 2. The colour where they are.
        var ink = pixels.Color(color);
        var coverage = mask.GetPixelSpan();
        for (var y = 0; y < pixels.Height; y++)
            for (var x = 0; x < pixels.Width; x++)
            {
                int part = coverage[y * mask.RowBytes + x];
                if (part == 0) continue;
                var pixel = pixels.Pixel(image, y, x);
                for (var c = 0; c < pixel.Length; c++) pixel[c] = (byte)((pixel[c] * (255 - part) + ink[c] * part + 127) / 255);
            }
    }
}
