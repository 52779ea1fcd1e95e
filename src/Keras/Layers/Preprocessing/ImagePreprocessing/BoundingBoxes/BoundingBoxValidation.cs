namespace Keras.Layers;

/// <summary>Checks bounding boxes in the input of a layer.</summary>
internal static class BoundingBoxValidation
{
    /// <summary>Checks that a value is a dictionary of boxes and labels of matching ranks.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static TensorDict Validate(Tensor given, string layer)
    {
        if (given is not TensorDict dict || !dict.TryGetValue("boxes", out var boxes) || !dict.TryGetValue("labels", out var labels))
            throw new ArgumentException($"Layer '{layer}': expected `bounding_boxes` to be a dict with keys 'boxes' and 'labels'. Received: bounding_boxes of shapes {Nest.Shapes(given)}");
        if (boxes is TensorList list)
        {
            if (labels is not TensorList names || names.Count != list.Count)
                throw new ArgumentException($"Layer '{layer}': if bounding_boxes['boxes'] is a list, bounding_boxes['labels'] must be a list of the same length. Received: {Nest.Shapes(given)}");
            return dict;
        }
        var (box, label) = (boxes.shape, labels.shape);
        if (box.Rank is not (2 or 3) || box[^1] is { } n && n != 4)
            throw new ArgumentException($"Layer '{layer}': expected bounding_boxes['boxes'] to have shape (num_boxes, 4) or (batch_size, num_boxes, 4). Received: bounding_boxes['boxes'].shape={box}");
        if (label.Rank != box.Rank - 1 && label.Rank != box.Rank)
            throw new ArgumentException($"Layer '{layer}': found bounding_boxes['boxes'].shape={box} and expected bounding_boxes['labels'] to have rank {box.Rank - 1} or {box.Rank}, but received: bounding_boxes['labels'].shape={label}");
        return dict;
    }

    /// <summary>Checks boxes, and makes dense tensors of lists of as many boxes as each image has.</summary>
    /// <remarks>Images with fewer boxes than others get boxes of zeros, labelled -1.</remarks>
    internal static TensorDict Densify(Tensor given, string layer)
    {
        var dict = Validate(given, layer);
        Tensor boxes = dict["boxes"], labels = dict["labels"];
        if (boxes is TensorList list)
        {
            var names = (TensorList)labels;
            if (list.Any(b => b.ndim != 2 || b.Dims[1] != 4) || names.Any(l => l.ndim != 1) || list.Zip(names).Any(p => p.First.Dims[0] != p.Second.Dims[0]))
                throw new ArgumentException($"Layer '{layer}': lists of bounding boxes need, for each image, boxes of shape (num_boxes, 4) and labels of shape (num_boxes,). Received: {Nest.Shapes(given)}");
            var most = list.Max(b => (int)b.Dims[0]);
            boxes = Ops.stack(new TensorList(list.Select(b => Ops.pad(b, ((0, most - (int)b.Dims[0]), (0, 0))))));
            labels = Ops.stack(new TensorList(names.Select(l => Ops.pad(l, (0, most - (int)l.Dims[0]), constant_values: -1))));
        }
        return dict.With(("boxes", Ops.cast(boxes, "float32")), ("labels", labels));
    }

    /// <summary>The same dictionary with some of its tensors replaced.</summary>
    internal static TensorDict With(this TensorDict dict, params (string Key, Tensor Value)[] changes)
    {
        var items = new OrderedDictionary<string, Tensor>(dict, StringComparer.Ordinal);
        foreach (var (key, value) in changes) items[key] = value;
        return new TensorDict(items);
    }
}
