using Keras.Backend;

namespace Keras.Layers;

/// <summary>Brings every image to the same number of bounding boxes: further ones are dropped, missing ones are filled in.</summary>
/// <remarks>Images, labels and masks pass unchanged. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/max_num_bounding_boxes/.</remarks>
[KerasExport("keras.layers.MaxNumBoundingBoxes")]
public sealed class MaxNumBoundingBoxes : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="max_number">How many boxes each image gets.</param>
    /// <param name="fill_value">What the numbers and labels of missing boxes are.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The number is negative.</exception>
    public MaxNumBoundingBoxes(int max_number, int fill_value = -1, string? bounding_box_format = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.max_number = max_number >= 0 ? max_number : throw new ArgumentException($"`max_number` cannot be negative. Received: max_number={max_number}");
        this.fill_value = fill_value;
    }

    /// <summary>How many boxes each image gets.</summary>
    public int max_number { get; }

    /// <summary>What the numbers and labels of missing boxes are.</summary>
    public int fill_value { get; }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true) => images;

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        Tensor boxes = bounding_boxes["boxes"], labels = bounding_boxes["labels"];
        var missing = Math.Max(max_number - (int)boxes.Dims[1], 0);
        TensorIndex all = TensorIndex.Slice(), first = TensorIndex.Slice(0, max_number);
        boxes = Ops.pad(boxes[all, first], ((0, 0), (0, missing), (0, 0)), constant_values: fill_value);
        labels = Ops.pad(labels[all, first], ((0, 0), (0, missing)), constant_values: fill_value);
        return bounding_boxes.With(("boxes", boxes), ("labels", labels));
    }

    private protected override string ImageDType(Tensor images) => images.dtype;

    private protected override TensorDict BoxSymbols(TensorDict boxes)
    {
        var extra = boxes.Keys.Where(k => k is not ("boxes" or "labels")).ToArray();
        if (extra.Length > 0)
            throw new ArgumentException($"Layer '{name}': there are unsupported keys in `bounding_boxes`: {string.Join(", ", extra)}. Only `boxes` and `labels` are supported.");
        return new TensorDict(base.BoxSymbols(boxes).Select(p =>
            KeyValuePair.Create(p.Key, (Tensor)new KerasTensor(p.Value.shape.With(p.Key == "boxes" ? -2 : -1, max_number), p.Value.dtype))));
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        // Keras does not save what fills.
        var config = base.get_config();
        config.Remove("fill_value");
        return config;
    }
}
