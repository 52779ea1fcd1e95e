using Keras.Backend;

namespace Keras.Layers;

public static partial class BoundingBoxOps
{
    /// <summary>Boxes as differences from anchors, which is what detectors learn.</summary>
    /// <param name="anchors">(N, 4).</param>
    /// <param name="boxes">(N, 4) or (batch, N, 4).</param>
    /// <param name="anchor_format">Format of the anchors.</param>
    /// <param name="box_format">Format of the boxes.</param>
    /// <param name="encoding_format"><c>center_yxhw</c> or <c>center_xywh</c>: order of the differences.</param>
    /// <param name="variance">Four numbers by which the differences are divided.</param>
    /// <param name="image_shape">(height, width, channels), for relative formats.</param>
    /// <returns>Differences of the centres by the size of the anchor, and logarithms of the quotients of the sizes; of the shape of the boxes.</returns>
    /// <exception cref="ArgumentException">A format or the variance is another.</exception>
    [KerasExport("keras.utils.bounding_boxes.encode_box_to_deltas")]
    public static Tensor encode_box_to_deltas(Tensor anchors, Tensor boxes, string anchor_format, string box_format, string encoding_format = "center_yxhw", Tensor? variance = null, TensorShape? image_shape = null)
    {
        CheckEncoding("encoding_format", encoding_format);
        var divisor = Variance(variance);
        var (height, width) = Size("", image_shape);
        anchors = convert_format(anchors, anchor_format, encoding_format, height, width);
        boxes = convert_format(boxes, box_format, encoding_format, height, width);
        Tensor anchorSize = Ops.maximum(End(anchors), KerasConfig.epsilon()), boxSize = Ops.maximum(End(boxes), KerasConfig.epsilon());
        var deltas = Join((Start(boxes) - Start(anchors)) / anchorSize, Ops.log(boxSize / anchorSize));
        return divisor is null ? deltas : deltas / divisor;
    }

    /// <summary>Boxes from their differences from anchors: the inverse of <see cref="encode_box_to_deltas"/>.</summary>
    /// <param name="anchors">(N, 4), or a dictionary of such.</param>
    /// <param name="boxes_delta">(N, 4) or (batch, N, 4), or a dictionary of the same keys.</param>
    /// <param name="anchor_format">Format of the anchors.</param>
    /// <param name="box_format">Format wanted.</param>
    /// <param name="encoded_format"><c>center_yxhw</c> or <c>center_xywh</c>: order of the differences.</param>
    /// <param name="variance">Four numbers by which the differences are multiplied.</param>
    /// <param name="image_shape">(height, width, channels), for relative formats.</param>
    /// <returns>Boxes of the shape of the differences; a dictionary of them where dictionaries were given.</returns>
    /// <exception cref="ArgumentException">A format or the variance is another, or a key is missing.</exception>
    [KerasExport("keras.utils.bounding_boxes.decode_deltas_to_boxes")]
    public static Tensor decode_deltas_to_boxes(Tensor anchors, Tensor boxes_delta, string anchor_format, string box_format, string encoded_format = "center_yxhw", Tensor? variance = null, TensorShape? image_shape = null)
    {
        CheckEncoding("encoded_format", encoded_format);
        var factor = Variance(variance);
        var (height, width) = Size("", image_shape);
        if (anchors is not TensorDict levels || boxes_delta is not TensorDict deltas) return Decode(anchors, boxes_delta);
        return new TensorDict(levels.Select(p => KeyValuePair.Create(p.Key, deltas.TryGetValue(p.Key, out var delta) ? Decode(p.Value, delta)
            : throw new ArgumentException($"decode_deltas_to_boxes(): `boxes_delta` lacks the key '{p.Key}' of `anchors`. Received: {string.Join(", ", deltas.Keys)}."))));

        Tensor Decode(Tensor anchor, Tensor delta)
        {
            anchor = convert_format(anchor, anchor_format, encoded_format, height, width);
            if (factor is not null) delta *= factor;
            var box = Join(Start(delta) * End(anchor) + Start(anchor), Ops.exp(End(delta)) * End(anchor));
            return convert_format(box, encoded_format, box_format, height, width);
        }
    }

    private static Tensor Start(Tensor boxes) => boxes[TensorIndex.Ellipsis, TensorIndex.Slice(0, 2)];

    private static Tensor End(Tensor boxes) => boxes[TensorIndex.Ellipsis, TensorIndex.Slice(2)];

    private static Tensor? Variance(Tensor? variance)
    {
        if (variance is null) return null;
        var numbers = Ops.convert_to_tensor(variance, "float32");
        return numbers.ndim > 0 && numbers.shape[^1] == 4 ? numbers : throw new ArgumentException($"`variance` must be length 4, got shape {numbers.shape}");
    }

    private static void CheckEncoding(string argument, string format)
    {
        if (format is not ("center_xywh" or "center_yxhw"))
            throw new ArgumentException($"`{argument}` should be one of 'center_xywh' or 'center_yxhw', got '{format}'");
    }
}
