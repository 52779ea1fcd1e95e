using Keras.Backend;
using Keras.Utils;
using NumSharp;
using SkiaSharp;

namespace Keras.Visualization;

/// <summary>Many pictures in one, with labels, boxes or masks (keras/src/visualization/plot_*_gallery.py).</summary>
/// <remarks>
/// Porting note: Keras shows a window of matplotlib or writes a file and returns nothing; here the picture is returned, and written where there is a path.
/// With neither rows nor columns given, Keras leaves the last pictures out where they fill no rectangle; here all are shown.
/// </remarks>
public static class ImageGallery
{
    /// <summary>Shows pictures in rows and columns, with their labels and predictions.</summary>
    /// <param name="images">(batch, height, width, channels), or channels first.</param>
    /// <param name="y_true">True classes (batch,).</param>
    /// <param name="y_pred">Predicted classes (batch,).</param>
    /// <param name="label_map">Names of the classes; needed with either of them.</param>
    /// <param name="rows">Rows; as many as make a square where null.</param>
    /// <param name="cols">Columns; as many as are needed where null.</param>
    /// <param name="value_range">Darkest and brightest value of the images; (0, 255) where null.</param>
    /// <param name="scale">Size of a picture in inches.</param>
    /// <param name="path">Where the gallery is written, PNG or what the ending says.</param>
    /// <param name="show">Kept for Keras's signature: the returned picture is shown by who receives it. Not together with <paramref name="path"/>.</param>
    /// <param name="transparent">Whether the background is transparent; white otherwise.</param>
    /// <param name="dpi">Pixels an inch.</param>
    /// <param name="legend_handles">What stands below all pictures.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <returns>The gallery.</returns>
    /// <exception cref="ArgumentException">The images are no batch, names are missing, or both a path and show are given.</exception>
    [KerasExport("keras.visualization.plot_image_gallery")]
    public static Image plot_image_gallery(Tensor images, Tensor? y_true = null, Tensor? y_pred = null, IReadOnlyDictionary<int, string>? label_map = null, int? rows = null, int? cols = null,
        Interval? value_range = null, double scale = 2, string? path = null, bool? show = null, bool transparent = true, int dpi = 60, IReadOnlyList<LegendEntry>? legend_handles = null, string? data_format = null)
    {
        // 1. The arguments fit.
        if (path is not null && show == true) throw new ArgumentException("plot_gallery() expects either `path` to be set, or `show` to be true.");
        if ((y_true is not null || y_pred is not null) && label_map is null) throw new ArgumentException("If `y_true` or `y_pred` are provided, a `label_map` must also be provided.");
        if (images.ndim != 4) throw new ArgumentException($"`plot_images_gallery()` requires you to batch your `np.array` samples together. Received: images.shape={images.shape}");
        if (scale <= 0 || dpi <= 0 || rows <= 0 || cols <= 0) throw new ArgumentException($"scale, dpi, rows and cols must be positive. Received: scale={scale}, dpi={dpi}, rows={rows}, cols={cols}.");
        using var scope = new TensorScope();
        if (KerasConfig.StandardizeDataFormat(data_format) == "channels_first") images = Ops.transpose(images, (0, 2, 3, 1));
        var range = value_range ?? (0, 255);
        var pixels = PixelBatch.Of((Ops.cast(images, "float32") - range.Lower) * (255 / (range.Upper - range.Lower)), widen: false);

        // 2. The grid.
        var down = rows ?? (cols is { } wide ? Parts(pixels.Count, wide) : (int)Math.Ceiling(Math.Sqrt(pixels.Count)));
        var across = cols ?? Parts(pixels.Count, down);
        int[]? labels = Classes(y_true), predictions = Classes(y_pred);
        var longest = (float)(scale * dpi);
        float gap = MathF.Max(2, longest / 40), text = MathF.Max(9, 8 * dpi / 72f), title = labels is null && predictions is null ? 0 : 1.6f * text, legend = legend_handles is { Count: > 0 } ? 2 * text : 0;
        // Cells have the form of the pictures, so that titles stand close to them; narrow pictures leave titles the room of a square.
        float side = longest / Math.Max(1, Math.Max(pixels.Width, pixels.Height)), cellWidth = title > 0 ? longest : pixels.Width * side, cellHeight = pixels.Height * side;
        int width = (int)Math.Ceiling(across * (cellWidth + gap) + gap), height = (int)Math.Ceiling(down * (cellHeight + title + gap) + gap + legend);

        // 3. Pictures and their titles.
        using var bitmap = new SKBitmap(new SKImageInfo(Math.Max(1, width), Math.Max(1, height), SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(transparent && !IsJpeg(path) ? SKColors.Transparent : SKColors.White);
            for (var i = 0; i < Math.Min(pixels.Count, down * across); i++)
            {
                float x = gap + i % across * (cellWidth + gap), y = gap + i / across * (cellHeight + title + gap);
                if (title > 0) Title(canvas, Names(label_map!, labels, predictions, i), x + cellWidth / 2, y + text, text, cellWidth);
                Picture(canvas, pixels, i, SKRect.Create(x + (cellWidth - pixels.Width * side) / 2, y + title, pixels.Width * side, pixels.Height * side));
            }
            if (legend > 0) Legend(canvas, legend_handles!, width, height - 0.6f * text, text);
        }

        // 4. The file.
        var image = ToImage(bitmap);
        if (path is not null) (IsJpeg(path) ? image.convert("RGB") : image).save(path);
        return image;
    }

    // JPEG has no transparency.
    private static bool IsJpeg(string? path) => Path.GetExtension(path)?.ToLowerInvariant() is ".jpg" or ".jpeg";

    /// <summary>Shows pictures with the boxes that are true and those that were found.</summary>
    /// <param name="images">(batch, height, width, channels), or channels first.</param>
    /// <param name="bounding_box_format">How a box is written: <c>xyxy</c>, <c>yxyx</c>, <c>xywh</c>, <c>center_xywh</c>, <c>center_yxhw</c>, <c>rel_xyxy</c> …</param>
    /// <param name="y_true">The true boxes, as <c>draw_bounding_boxes</c> takes them.</param>
    /// <param name="y_pred">The boxes that were found.</param>
    /// <param name="value_range">Darkest and brightest value of the images; (0, 255) where null.</param>
    /// <param name="true_color">Colour of the true boxes; (0, 188, 212) where null.</param>
    /// <param name="pred_color">Colour of the found boxes; (255, 235, 59) where null.</param>
    /// <param name="line_thickness">Pixels of a line.</param>
    /// <param name="font_scale">Size of the text.</param>
    /// <param name="text_thickness">Pixels of the strokes of letters; <paramref name="line_thickness"/> where null.</param>
    /// <param name="class_mapping">Names of the classes.</param>
    /// <param name="ground_truth_mapping">Names of the classes of the true boxes, where they are others.</param>
    /// <param name="prediction_mapping">Names of the classes of the found boxes, where they are others.</param>
    /// <param name="legend">Whether a legend tells the colours.</param>
    /// <param name="legend_handles">A legend of your own.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Columns.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="scale">Size of a picture in inches.</param>
    /// <param name="path">Where the gallery is written.</param>
    /// <param name="show">As in <c>plot_image_gallery</c>.</param>
    /// <param name="transparent">Whether the background is transparent.</param>
    /// <param name="dpi">Pixels an inch.</param>
    /// <returns>The gallery.</returns>
    /// <exception cref="ArgumentException">The images are no batch, or both a legend and handles are asked for.</exception>
    [KerasExport("keras.visualization.plot_bounding_box_gallery")]
    public static Image plot_bounding_box_gallery(Tensor images, string bounding_box_format, TensorDict? y_true = null, TensorDict? y_pred = null, Interval? value_range = null,
        (int R, int G, int B)? true_color = null, (int R, int G, int B)? pred_color = null, int line_thickness = 2, double font_scale = 1.0, int? text_thickness = null,
        IReadOnlyDictionary<int, string>? class_mapping = null, IReadOnlyDictionary<int, string>? ground_truth_mapping = null, IReadOnlyDictionary<int, string>? prediction_mapping = null,
        bool legend = false, IReadOnlyList<LegendEntry>? legend_handles = null, int? rows = null, int? cols = null, string? data_format = null,
        double scale = 2, string? path = null, bool? show = null, bool transparent = true, int dpi = 60)
    {
        PixelBatch.CheckRank(images);
        if (legend && legend_handles is { Count: > 0 }) throw new ArgumentException("Only pass `legend` OR `legend_handles` to `keras.visualization.plot_bounding_box_gallery()`.");
        var (trues, founds) = (true_color ?? (0, 188, 212), pred_color ?? (255, 235, 59));
        using var scope = new TensorScope();
        var shown = KerasConfig.StandardizeDataFormat(data_format) == "channels_first" ? Ops.transpose(images, (0, 2, 3, 1)) : images;
        // Boxes have the colours of the range 0 to 255, so the pictures come to it first; without a range the drawing of boxes itself takes floats from 0 to 1 as such.
        if (value_range is { } range)
        {
            shown = Ops.cast(Ops.clip((Ops.cast(shown, "float32") - range.Lower) * (255 / (range.Upper - range.Lower)), 0.0, 255.0), "uint8");
            value_range = null;
        }
        foreach (var (boxes, color, names) in new[] { (y_true, trues, ground_truth_mapping), (y_pred, founds, prediction_mapping) })
            if (boxes is not null)
                shown = BoundingBoxDrawing.draw_bounding_boxes(shown, boxes, bounding_box_format, names ?? class_mapping, color, line_thickness, text_thickness ?? line_thickness, font_scale, "channels_last")!;
        if (legend) legend_handles = [new("Ground Truth", trues), new("Prediction", founds)];
        return plot_image_gallery(shown, rows: rows, cols: cols, value_range: value_range, scale: scale, path: path, show: show, transparent: transparent, dpi: dpi, legend_handles: legend_handles, data_format: "channels_last");
    }

    /// <summary>Shows each picture beside itself with the true and the predicted masks.</summary>
    /// <param name="images">(batch, height, width, 3), or channels first.</param>
    /// <param name="num_classes">Number of classes.</param>
    /// <param name="value_range">Darkest and brightest value of the images; (0, 255) where null.</param>
    /// <param name="y_true">The true classes of the pixels, as <c>draw_segmentation_masks</c> takes them.</param>
    /// <param name="y_pred">The predicted classes.</param>
    /// <param name="color_mapping">The colour of each class; a palette where null.</param>
    /// <param name="blend">Whether the picture shines through.</param>
    /// <param name="alpha">How much of the colour is seen.</param>
    /// <param name="ignore_index">The class that is not drawn.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="scale">Size of a picture in inches.</param>
    /// <param name="path">Where the gallery is written.</param>
    /// <param name="show">As in <c>plot_image_gallery</c>.</param>
    /// <param name="transparent">Whether the background is transparent.</param>
    /// <param name="dpi">Pixels an inch.</param>
    /// <returns>The gallery: a row for each picture.</returns>
    /// <exception cref="ArgumentException">The images are no batch of three channels, or the masks do not fit.</exception>
    [KerasExport("keras.visualization.plot_segmentation_mask_gallery")]
    public static Image plot_segmentation_mask_gallery(Tensor images, int num_classes, Interval? value_range = null, Tensor? y_true = null, Tensor? y_pred = null,
        IReadOnlyDictionary<int, (int R, int G, int B)>? color_mapping = null, bool blend = true, double alpha = 0.8, int ignore_index = -1, string? data_format = null,
        double scale = 2, string? path = null, bool? show = null, bool transparent = true, int dpi = 60)
    {
        PixelBatch.CheckRank(images);
        using var scope = new TensorScope();
        var first = KerasConfig.StandardizeDataFormat(data_format) == "channels_first";
        var shown = first ? Ops.transpose(images, (0, 2, 3, 1)) : images;
        var range = value_range ?? (0, 255);
        shown = (Ops.cast(shown, "float32") - range.Lower) * (255 / (range.Upper - range.Lower));
        var columns = new List<Tensor> { shown };
        foreach (var masks in new[] { y_true, y_pred })
        {
            if (masks is null) continue;
            var classes = Ops.cast(first && masks.ndim == 4 ? Ops.transpose(masks, (0, 2, 3, 1)) : masks, "int32");
            columns.Add(Ops.cast(SegmentationMaskDrawing.draw_segmentation_masks(shown, classes, num_classes, color_mapping, alpha, blend, ignore_index, "channels_last")!, "float32"));
        }
        // Picture by picture: itself, the truth, the prediction.
        var dims = shown.Dims;
        var all = Ops.reshape(Ops.stack(new TensorList([.. columns]), axis: 1), (int[])[-1, (int)dims[1], (int)dims[2], (int)dims[3]]);
        return plot_image_gallery(all, rows: (int)dims[0], cols: columns.Count, scale: scale, path: path, show: show, transparent: transparent, dpi: dpi, data_format: "channels_last");
    }

    private static int Parts(int count, int each) => Math.Max(1, (count + each - 1) / each);

    private static int[]? Classes(Tensor? labels) => labels is null ? null : Ops.cast(Ops.reshape(labels, -1), "int32").numpy().ToArray<int>();

    private static string Names(IReadOnlyDictionary<int, string> map, int[]? labels, int[]? predictions, int i)
    {
        var parts = new List<string>();
        if (labels is not null && i < labels.Length) parts.Add($"Label: {map.GetValueOrDefault(labels[i], "Unknown")}");
        if (predictions is not null && i < predictions.Length) parts.Add($"Pred: {map.GetValueOrDefault(predictions[i], "Unknown")}");
        return string.Join("  ", parts);
    }

    private static void Title(SKCanvas canvas, string text, float x, float y, float size, float width)
    {
        using var font = Labels.Font(text, size);
        // A long title becomes smaller rather than run into its neighbour.
        if (font.MeasureText(text) is var wide && wide > width) font.Size *= width / wide;
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Center, font, paint);
    }

    private static void Picture(SKCanvas canvas, PixelBatch pixels, int index, SKRect place)
    {
        // 1. Its bytes as Skia wants them.
        var rgba = new byte[pixels.Height * pixels.Width * 4];
        for (var p = 0; p < pixels.Height * pixels.Width; p++)
        {
            var pixel = pixels.Pixel(index, p / pixels.Width, p % pixels.Width);
            for (var c = 0; c < 3; c++) rgba[4 * p + c] = pixel[pixels.Channels < 3 ? 0 : c];
            rgba[4 * p + 3] = pixels.Channels is 2 or 4 ? pixel[^1] : (byte)255;
        }
        if (rgba.Length == 0) return;
        using var image = SKImage.FromPixelCopy(new SKImageInfo(pixels.Width, pixels.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba);

        // 2. In its place; the pixels of small pictures stay squares.
        var sampling = place.Width >= pixels.Width ? new SKSamplingOptions(SKFilterMode.Nearest) : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
        canvas.DrawImage(image, place, sampling);
    }

    private static void Legend(SKCanvas canvas, IReadOnlyList<LegendEntry> entries, float width, float baseline, float size)
    {
        using var font = Labels.Font(string.Concat(entries.Select(e => e.label)), size);
        using var paint = new SKPaint { IsAntialias = true };
        var total = entries.Sum(e => 3 * size + font.MeasureText(e.label));
        var x = Math.Max(0, (width - total) / 2);
        foreach (var entry in entries)
        {
            paint.Color = new SKColor((byte)entry.color.R, (byte)entry.color.G, (byte)entry.color.B);
            canvas.DrawRect(x, baseline - 0.8f * size, 1.5f * size, size, paint);
            paint.Color = SKColors.Black;
            canvas.DrawText(entry.label, x + 2 * size, baseline, SKTextAlign.Left, font, paint);
            x += 3 * size + font.MeasureText(entry.label);
        }
    }

    private static Image ToImage(SKBitmap bitmap)
    {
        var info = new SKImageInfo(bitmap.Width, bitmap.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var bytes = new byte[info.BytesSize];
        unsafe
        {
            fixed (byte* target = bytes)
                if (!bitmap.PeekPixels().ReadPixels(info, (IntPtr)target, info.RowBytes)) throw new InvalidOperationException("The gallery could not be drawn.");
        }
        return Image.FromArray(new NDArray(bytes, new Shape(bitmap.Height, bitmap.Width, 4)), "RGBA");
    }
}
