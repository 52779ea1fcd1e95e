namespace Keras.Layers;

/// <summary>Stretches the values of each channel of each image over the whole range, in training and inference alike.</summary>
/// <remarks>A channel of one value stays. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast/.</remarks>
[KerasExport("keras.layers.AutoContrast")]
public sealed class AutoContrast : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public AutoContrast(Interval? value_range = null, string? bounding_box_format = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape) => this.value_range = Factors.ValueRange(value_range);

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        var original = images;
        images = Ops.cast(ChangeRange(images, value_range, (0, 255), compute_dtype), compute_dtype);
        // These axes whatever the data format, as in Keras.
        Tensor low = Ops.min(images, (1, 2), keepdims: true), high = Ops.max(images, (1, 2), keepdims: true);
        var scale = 255.0 / (high - low);
        var results = Ops.clip(images * scale + -low * scale, 0.0, 255.0);
        results = ChangeRange(results, (0, 255), value_range, compute_dtype);
        return Ops.where(Ops.isnan(results), Ops.cast(original, compute_dtype), results);
    }
}
