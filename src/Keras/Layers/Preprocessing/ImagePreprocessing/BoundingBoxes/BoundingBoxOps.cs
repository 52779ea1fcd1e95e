using Keras.Backend;

namespace Keras.Layers;

/// <summary>Conversions and geometry of bounding boxes (<c>keras.utils.bounding_boxes</c>).</summary>
/// <remarks>
/// A box is four numbers: <c>xyxy</c> (left, top, right, bottom), <c>yxyx</c>, <c>xywh</c> (left, top, width, height), <c>center_xywh</c>,
/// <c>center_yxhw</c>, and all but the last also with <c>rel_</c> in front, as shares of width and height.
/// </remarks>
public static partial class BoundingBoxOps
{
    private static readonly string[] s_formats = ["xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh"];

    /// <summary>Brings boxes from one format to another.</summary>
    /// <param name="boxes">(…, 4), or a dictionary with such <c>boxes</c>.</param>
    /// <param name="source">Format of the boxes.</param>
    /// <param name="target">Format wanted.</param>
    /// <param name="height">Height of the images, for relative formats: a number or a tensor.</param>
    /// <param name="width">Width of the images, for relative formats: a number or a tensor.</param>
    /// <param name="dtype">Type of the result.</param>
    /// <returns>Boxes of the same shape; the dictionary with them, where one was given.</returns>
    /// <exception cref="ArgumentException">There is no such format, the boxes are not four numbers each, or a relative format lacks the size.</exception>
    [KerasExport("keras.utils.bounding_boxes.convert_format")]
    public static Tensor convert_format(Tensor boxes, string source, string target, Tensor? height = null, Tensor? width = null, string? dtype = "float32")
    {
        if (boxes is TensorDict dict) return dict.With(("boxes", convert_format(dict["boxes"], source, target, height, width, dtype)));

        // 1. What is asked for.
        if (boxes.shape.Rank == 0 || boxes.shape[^1] != 4)
            throw new ArgumentException($"`boxes` must be a tensor with the last dimension of 4. Received: boxes.shape={boxes.shape}");
        source = source.ToLowerInvariant();
        target = target.ToLowerInvariant();
        if (!s_formats.Contains(source) || !s_formats.Contains(target))
            throw new ArgumentException($"Invalid source or target format: source='{source}', target='{target}'. Supported formats: ({string.Join(", ", s_formats.Select(f => $"'{f}'"))})");
        if ((IsRelative(source) || IsRelative(target)) && (width is null || height is null))
            throw new ArgumentException($"convert_format() must receive `height` and `width` transforming between relative and absolute formats. convert_format() received source='{source}', target='{target}', but height={height?.ToString() ?? "None"} and width={width?.ToString() ?? "None"}.");
        dtype = DTypes.Standardize(dtype);
        boxes = Ops.cast(boxes, dtype);
        if (source == target) return boxes;

        // 2. Between two relative formats the size does not matter.
        if (IsRelative(source) && IsRelative(target)) (source, target) = (source[4..], target[4..]);
        var h = height is null ? null : Ops.cast(height, dtype);
        var w = width is null ? null : Ops.cast(width, dtype);
        return FromCorners(ToCorners(Parts(boxes), source, h, w), target, h, w);
    }

    private static bool IsRelative(string format) => format.StartsWith("rel_", StringComparison.Ordinal);

    /// <summary>The four numbers of boxes, each (…, 1).</summary>
    internal static Tensor[] Parts(Tensor boxes) => [.. (TensorList)Ops.split(boxes, 4, -1)];

    internal static Tensor Join(params Tensor[] parts) => Ops.concatenate(parts, -1);

    private static Tensor[] ToCorners(Tensor[] p, string format, Tensor? height, Tensor? width)
    {
        Tensor h = height!, w = width!;
        return format switch
        {
            "yxyx" => [p[1], p[0], p[3], p[2]],
            "xywh" => [p[0], p[1], p[0] + p[2], p[1] + p[3]],
            "center_xywh" => Centred(p[0], p[1], p[2], p[3]),
            "center_yxhw" => Centred(p[1], p[0], p[3], p[2]),
            "rel_xyxy" => [p[0] * w, p[1] * h, p[2] * w, p[3] * h],
            "rel_yxyx" => [p[1] * w, p[0] * h, p[3] * w, p[2] * h],
            "rel_xywh" => [p[0] * w, p[1] * h, (p[0] + p[2]) * w, (p[1] + p[3]) * h],
            "rel_center_xywh" => Scaled(Centred(p[0], p[1], p[2], p[3])),
            _ => p,
        };

        static Tensor[] Centred(Tensor x, Tensor y, Tensor w, Tensor h)
        {
            Tensor halfWidth = w / 2.0, halfHeight = h / 2.0;
            return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
        }

        Tensor[] Scaled(Tensor[] c) => [c[0] * w, c[1] * h, c[2] * w, c[3] * h];
    }

    private static Tensor FromCorners(Tensor[] c, string format, Tensor? height, Tensor? width)
    {
        Tensor x1 = c[0], y1 = c[1], x2 = c[2], y2 = c[3], h = height!, w = width!;
        return format switch
        {
            "yxyx" => Join(y1, x1, y2, x2),
            "xywh" => Join(x1, y1, x2 - x1, y2 - y1),
            "center_xywh" => Join(x1 + (x2 - x1) / 2.0, y1 + (y2 - y1) / 2.0, x2 - x1, y2 - y1),
            "center_yxhw" => Join(y1 + (y2 - y1) / 2.0, x1 + (x2 - x1) / 2.0, y2 - y1, x2 - x1),
            "rel_xyxy" => Join(x1 / w, y1 / h, x2 / w, y2 / h),
            "rel_yxyx" => Join(y1 / h, x1 / w, y2 / h, x2 / w),
            "rel_xywh" => Join(x1 / w, y1 / h, (x2 - x1) / w, (y2 - y1) / h),
            "rel_center_xywh" => Join((x1 + (x2 - x1) / 2.0) / w, (y1 + (y2 - y1) / 2.0) / h, (x2 - x1) / w, (y2 - y1) / h),
            _ => Join(x1, y1, x2, y2),
        };
    }

    /// <summary>Cuts boxes off at the border of the image; the label of a box of which nothing is left becomes -1.</summary>
    /// <param name="bounding_boxes">A dictionary of <c>boxes</c>, (…, 4), and perhaps <c>labels</c>.</param>
    /// <param name="height">Height of the image: a number or a tensor. Not needed for relative boxes.</param>
    /// <param name="width">Width of the image: a number or a tensor. Not needed for relative boxes.</param>
    /// <param name="bounding_box_format"><c>xyxy</c> or <c>rel_xyxy</c>.</param>
    /// <returns>A new dictionary.</returns>
    /// <exception cref="ArgumentException">The format is another, or the size is missing.</exception>
    [KerasExport("keras.utils.bounding_boxes.clip_to_image_size")]
    public static TensorDict clip_to_image_size(TensorDict bounding_boxes, Tensor? height = null, Tensor? width = null, string bounding_box_format = "xyxy")
    {
        if (bounding_box_format is not ("xyxy" or "rel_xyxy"))
            throw new ArgumentException($"clip_to_image_size() takes boxes of the formats 'xyxy' and 'rel_xyxy'. Received: bounding_box_format='{bounding_box_format}'. Bring them there with convert_format().");
        if (bounding_box_format == "xyxy" && (height is null || width is null))
            throw new ArgumentException("`height` and `width` must be set if `bounding_box_format='xyxy'`.");
        var given = bounding_boxes["boxes"];
        Tensor right = 1.0, bottom = 1.0;
        if (bounding_box_format == "xyxy") (right, bottom) = (Ops.cast(width!, given.dtype), Ops.cast(height!, given.dtype));
        var p = Parts(given);
        p = [Ops.clip(p[0], 0.0, right), Ops.clip(p[1], 0.0, bottom), Ops.clip(p[2], 0.0, right), Ops.clip(p[3], 0.0, bottom)];
        var result = bounding_boxes.With(("boxes", Join(p)));
        if (!bounding_boxes.TryGetValue("labels", out var labels)) return result;
        var areas = Ops.squeeze((p[2] - p[0]) * (p[3] - p[1]), -1);
        return result.With(("labels", Ops.where(areas > 0, labels, -1)));
    }

    /// <summary>The boxes around boxes that were turned, moved, scaled and sheared.</summary>
    /// <param name="boxes">(batch, number, 4), of the format <c>xyxy</c>.</param>
    /// <param name="angle">(batch): degrees.</param>
    /// <param name="translate_x">(batch): share of the width.</param>
    /// <param name="translate_y">(batch): share of the height.</param>
    /// <param name="scale">(batch).</param>
    /// <param name="shear_x">(batch): degrees.</param>
    /// <param name="shear_y">(batch): degrees.</param>
    /// <param name="height">Height of the images.</param>
    /// <param name="width">Width of the images.</param>
    /// <param name="center_x">Share of the width; the middle where <see langword="null"/>.</param>
    /// <param name="center_y">Share of the height; the middle where <see langword="null"/>.</param>
    /// <param name="bounding_box_format"><c>xyxy</c>.</param>
    /// <exception cref="ArgumentException">The format is another, or the boxes have another shape.</exception>
    [KerasExport("keras.utils.bounding_boxes.affine_transform")]
    public static Tensor affine_transform(Tensor boxes, Tensor angle, Tensor translate_x, Tensor translate_y, Tensor scale, Tensor shear_x, Tensor shear_y,
        Tensor height, Tensor width, Tensor? center_x = null, Tensor? center_y = null, string bounding_box_format = "xyxy")
    {
        CheckCorners("affine_transform", bounding_box_format);
        if (boxes.ndim != 3 || boxes.shape[^1] != 4)
            throw new ArgumentException($"affine_transform() expects boxes of shape (batch, num_boxes, 4). Received: boxes.shape={boxes.shape}");
        int batch = boxes.shape[0]!.Value, count = boxes.shape[1]!.Value;

        // 1. The matrix of each image: (batch, 2, 3).
        var matrix = InverseAffine(angle, translate_x, translate_y, scale, shear_x, shear_y, height, width, center_x ?? 0.5, center_y ?? 0.5);

        // 2. The four corners of every box go where it says.
        var p = Parts(Ops.cast(boxes, matrix.dtype));
        var corners = Ops.reshape(Join(p[0], p[1], p[2], p[1], p[2], p[3], p[0], p[3]), (batch, count, 4, 2));
        corners = Join(corners, Ops.ones((batch, count, 4, 1), matrix.dtype));
        var moved = Ops.einsum("bnxy,byz->bnxz", corners, Ops.transpose(matrix, (0, 2, 1)));

        // 3. The upright box around them.
        return Join(Ops.amin(moved, 2), Ops.amax(moved, 2));
    }

    private static Tensor InverseAffine(Tensor angle, Tensor translate_x, Tensor translate_y, Tensor scale, Tensor shear_x, Tensor shear_y, Tensor height, Tensor width, Tensor center_x, Tensor center_y)
    {
        const double degree = 1.0 / 180.0 * Math.PI;
        Tensor right = width - 1, bottom = height - 1;
        Tensor cx = center_x * right, cy = center_y * bottom, tx = -translate_x * right, ty = -translate_y * bottom;
        Tensor turn = -angle * degree, sx = -shear_x * degree, sy = -shear_y * degree, rest = turn - sy;
        Tensor cosine = Ops.cos(sy), tangent = Ops.tan(sx), x = cx + tx, y = cy + ty;
        var a = Ops.cos(rest) / cosine;
        var b = a * tangent + Ops.sin(turn);
        var c = -Ops.sin(rest) / cosine;
        var d = Ops.cos(turn) - c * tangent;
        Tensor a0 = d * scale, a1 = -b * scale, b0 = -c * scale, b1 = a * scale;
        Tensor a2 = cx - a0 * x - a1 * y, b2 = cy - b0 * x - b1 * y;
        return Ops.reshape(Ops.stack(new[] { a0, a1, a2, b0, b1, b2 }, -1), [-1, 2, 3]);
    }

    /// <summary>Boxes as seen in a part of the image.</summary>
    /// <param name="boxes">(…, 4), of the format <c>xyxy</c>.</param>
    /// <param name="top">Where the part begins.</param>
    /// <param name="left">Where the part begins.</param>
    /// <param name="height">Height of the part.</param>
    /// <param name="width">Width of the part.</param>
    /// <param name="bounding_box_format"><c>xyxy</c>.</param>
    /// <exception cref="ArgumentException">The format is another.</exception>
    [KerasExport("keras.utils.bounding_boxes.crop")]
    public static Tensor crop(Tensor boxes, Tensor top, Tensor left, Tensor height, Tensor width, string bounding_box_format = "xyxy")
    {
        CheckCorners("crop", bounding_box_format);
        var p = Parts(boxes);
        return Join(Ops.clip(p[0] - left, 0, width), Ops.clip(p[1] - top, 0, height), Ops.clip(p[2] - left, 0, width), Ops.clip(p[3] - top, 0, height));
    }

    /// <summary>Boxes as seen in an image to which a border was added.</summary>
    /// <param name="boxes">(…, 4), of the format <c>xyxy</c>.</param>
    /// <param name="top">Rows added above.</param>
    /// <param name="left">Columns added on the left.</param>
    /// <param name="height">Not used.</param>
    /// <param name="width">Not used.</param>
    /// <param name="bounding_box_format"><c>xyxy</c>.</param>
    /// <exception cref="ArgumentException">The format is another.</exception>
    [KerasExport("keras.utils.bounding_boxes.pad")]
    public static Tensor pad(Tensor boxes, Tensor top, Tensor left, Tensor? height = null, Tensor? width = null, string bounding_box_format = "xyxy")
    {
        CheckCorners("pad", bounding_box_format);
        var p = Parts(boxes);
        return Join(p[0] + left, p[1] + top, p[2] + left, p[3] + top);
    }

    private static void CheckCorners(string function, string format)
    {
        if (format != "xyxy") throw new ArgumentException($"{function}() takes boxes of the format 'xyxy'. Received: bounding_box_format='{format}'. Bring them there with convert_format().");
    }
}
