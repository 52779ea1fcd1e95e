using Keras.Backend;

namespace Keras.Layers;

public static partial class BoundingBoxOps
{
    /// <summary>How much boxes overlap: the area of the intersection by that of the union, of every pair.</summary>
    /// <param name="boxes1">(N, 4) or (batch, N, 4).</param>
    /// <param name="boxes2">(M, 4) or (batch, M, 4).</param>
    /// <param name="bounding_box_format">Format of both.</param>
    /// <param name="use_masking">Whether boxes of negative numbers, which stand for none, get <paramref name="mask_val"/>.</param>
    /// <param name="mask_val">What pairs with such boxes get.</param>
    /// <param name="image_shape">(height, width, channels), for relative formats.</param>
    /// <returns>(N, M), or (batch, N, M).</returns>
    /// <exception cref="ArgumentException">The ranks are others, or a relative format lacks the size.</exception>
    [KerasExport("keras.utils.bounding_boxes.compute_iou")]
    public static Tensor compute_iou(Tensor boxes1, Tensor boxes2, string bounding_box_format, bool use_masking = false, double mask_val = -1, TensorShape? image_shape = null)
    {
        // 1. The boxes as corners.
        if (boxes1.ndim is not (2 or 3) || boxes2.ndim is not (2 or 3))
            throw new ArgumentException($"compute_iou() expects boxes1 and boxes2 to have 2 dimensions, or 3 with a batch. Received: boxes1.shape={boxes1.shape}, boxes2.shape={boxes2.shape}.");
        var (height, width) = Size(bounding_box_format, image_shape);
        boxes1 = convert_format(boxes1, bounding_box_format, "yxyx", height, width);
        boxes2 = convert_format(boxes2, bounding_box_format, "yxyx", height, width);

        // 2. Every box of the first against every box of the second.
        Tensor[] a = Parts(boxes1), b = [.. Parts(boxes2).Select(t => Ops.swapaxes(t, -1, -2))];
        var tall = Ops.maximum(0.0, Ops.minimum(a[2], b[2]) - Ops.maximum(a[0], b[0]));
        var wide = Ops.maximum(0.0, Ops.minimum(a[3], b[3]) - Ops.maximum(a[1], b[1]));
        var common = tall * wide;
        var union = Area(a) + Area(b) - common;
        var result = common / (union + KerasConfig.epsilon());
        if (!use_masking) return result;

        // 3. Boxes that stand for none.
        Tensor none1 = Ops.max(boxes1, -1, keepdims: true) < 0.0, none2 = Ops.swapaxes(Ops.max(boxes2, -1, keepdims: true) < 0.0, -1, -2);
        return Ops.where(none1 | none2, Ops.full_like(result, mask_val), result);

        static Tensor Area(Tensor[] p) => (p[2] - p[0]) * (p[3] - p[1]);
    }

    /// <summary>How much boxes overlap, box by box, less for the distance of their centres and the difference of their proportions.</summary>
    /// <param name="boxes1">(…, 4).</param>
    /// <param name="boxes2">(…, 4), of the same shape or one that broadcasts.</param>
    /// <param name="bounding_box_format">Format of both; not a relative one.</param>
    /// <param name="image_shape">(height, width, channels).</param>
    /// <returns>(…), at most 1. See Zheng et al. 2020, https://arxiv.org/abs/1911.08287.</returns>
    /// <exception cref="ArgumentException">The format is relative.</exception>
    [KerasExport("keras.utils.bounding_boxes.compute_ciou")]
    public static Tensor compute_ciou(Tensor boxes1, Tensor boxes2, string bounding_box_format, TensorShape? image_shape = null)
    {
        // Porting note: Keras refuses relative formats even with an image_shape; its message asks for one, so here it is used.
        var (height, width) = Size(bounding_box_format, image_shape);
        var epsilon = KerasConfig.epsilon();
        Tensor[] a = Parts(convert_format(boxes1, bounding_box_format, "xyxy", height, width)), b = Parts(convert_format(boxes2, bounding_box_format, "xyxy", height, width));

        // 1. The overlap.
        Tensor width1 = a[2] - a[0], height1 = a[3] - a[1] + epsilon, width2 = b[2] - b[0], height2 = b[3] - b[1] + epsilon;
        var common = Ops.maximum(Ops.minimum(a[2], b[2]) - Ops.maximum(a[0], b[0]), 0.0) * Ops.maximum(Ops.minimum(a[3], b[3]) - Ops.maximum(a[1], b[1]), 0.0);
        var union = width1 * height1 + width2 * height2 - common + epsilon;
        var overlap = Last(common / (union + epsilon));

        // 2. The distance of the centres, by the diagonal of the box around both.
        Tensor aroundWidth = Ops.maximum(a[2], b[2]) - Ops.minimum(a[0], b[0]), aroundHeight = Ops.maximum(a[3], b[3]) - Ops.minimum(a[1], b[1]);
        var diagonal = Last(Ops.square(aroundWidth) + Ops.square(aroundHeight) + epsilon);
        var distance = Last(Ops.square((a[0] + a[2]) / 2.0 - (b[0] + b[2]) / 2.0) + Ops.square((a[1] + a[3]) / 2.0 - (b[1] + b[3]) / 2.0));

        // 3. The difference of the proportions.
        var proportions = Last(4 / (Math.PI * Math.PI) * Ops.square(Ops.arctan(width2 / height2) - Ops.arctan(width1 / height1)));
        var weight = proportions / (proportions - overlap + (1 + epsilon));
        return overlap - (distance / diagonal + proportions * weight);

        static Tensor Last(Tensor t) => Ops.squeeze(t, -1);
    }

    private static (Tensor? Height, Tensor? Width) Size(string format, TensorShape? image_shape)
    {
        if (image_shape is not { } shape)
            return format.Contains("rel", StringComparison.OrdinalIgnoreCase)
                ? throw new ArgumentException($"When using relative bounding box formats (e.g. `rel_yxyx`) the `image_shape` argument must be provided. Received: bounding_box_format='{format}', image_shape=None")
                : (null, null);
        if (shape.Rank != 3 || shape[0] is null || shape[1] is null)
            throw new ArgumentException($"`image_shape` must be (height, width, channels). Received: image_shape={shape}");
        return (shape[0]!.Value, shape[1]!.Value);
    }
}
