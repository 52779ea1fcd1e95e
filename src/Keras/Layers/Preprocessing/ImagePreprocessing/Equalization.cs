namespace Keras.Layers;

/// <summary>In training spreads the values of each channel so that they are about equally frequent; else passes its input on.</summary>
/// <remarks>The frequencies are those of the whole batch. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/equalization/.</remarks>
[KerasExport("keras.layers.Equalization")]
public sealed class Equalization : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="bins">How many values are told apart.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">There is no bin.</exception>
    public Equalization(Interval? value_range = null, int bins = 256, string? data_format = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        if (bins < 1) throw new ArgumentException($"`bins` must be a positive integer. Received: bins={bins}");
        this.value_range = Factors.ValueRange(value_range);
        this.bins = bins;
    }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    /// <summary>How many values are told apart.</summary>
    public int bins { get; }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        images = Ops.cast(images, compute_dtype);
        var axis = images.ndim + ChannelAxis;
        var channels = (TensorList)Ops.unstack(images, axis: axis);
        return Ops.cast(Ops.stack(new TensorList(channels.Select(Equalize).ToArray()), axis), compute_dtype);
    }

    private Tensor Equalize(Tensor channel)
    {
        // 1. How often each value occurs.
        channel = Scale(channel, value_range, (0, 255));
        var places = Ops.cast(Ops.cast(channel, "float32") * (bins - 1) / 255.0, "int32");
        var counts = Ops.bincount(Ops.reshape(Ops.clip(places, 0, bins - 1), [-1]), minlength: bins);

        // 2. A channel of one value stays; of others, each value becomes the share of values up to it.
        if (Ops.count_nonzero(counts).item() > 1) channel = Ops.take(Table(counts), Ops.cast(Ops.clip(channel / 255.0 * (bins - 1), 0, bins - 1), "int32"));
        return Scale(channel, (0, 255), value_range);
    }

    private static Tensor Table(Tensor counts)
    {
        var total = Ops.cumsum(counts);
        var first = Ops.min(Ops.where(total > 0, total, total[-1]));
        var rest = total[-1] - first;
        rest = Ops.where(Ops.equal(rest, 0), Ops.ones_like(rest), rest);
        return Ops.clip(Ops.round((total - first) * 255 / rest), 0, 255);
    }

    private static Tensor Scale(Tensor values, Interval from, Interval to)
    {
        var scale = (to.Upper - to.Lower) / (from.Upper - from.Lower);
        return values * scale + (to.Lower - from.Lower * scale);
    }

    private protected override string ImageDType(Tensor images) => images.dtype;
}
