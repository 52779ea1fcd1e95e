namespace Keras.Layers;

/// <summary>In training changes brightness, contrast, saturation and hue of each image at random, in this order; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter/.</remarks>
[KerasExport("keras.layers.RandomColorJitter")]
public sealed class RandomColorJitter : BaseColorLayer
{
    private readonly RandomBrightness? _brightness;
    private readonly RandomContrast? _contrast;
    private readonly RandomSaturation? _saturation;
    private readonly RandomHue? _hue;

    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="brightness_factor">As of <see cref="RandomBrightness"/>; <see langword="null"/> leaves the brightness.</param>
    /// <param name="contrast_factor">As of <see cref="RandomContrast"/>; <see langword="null"/> leaves the contrast.</param>
    /// <param name="saturation_factor">As of <see cref="RandomSaturation"/>; <see langword="null"/> leaves the saturation.</param>
    /// <param name="hue_factor">As of <see cref="RandomHue"/>; <see langword="null"/> leaves the hue.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside.</exception>
    public RandomColorJitter(Interval? value_range = null, Interval? brightness_factor = null, Interval? contrast_factor = null, Interval? saturation_factor = null, Interval? hue_factor = null,
        long? seed = null, string? data_format = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.value_range = Factors.ValueRange(value_range, sort: false);
        this.brightness_factor = brightness_factor;
        this.contrast_factor = contrast_factor;
        this.saturation_factor = saturation_factor;
        this.hue_factor = hue_factor;
        UseSeed(seed);
        // Porting note: Keras leaves these layers in the data format of the configuration; here they follow this layer's.
        if (brightness_factor is { } brightness) _brightness = new(brightness, this.value_range, seed, data_format: data_format);
        if (contrast_factor is { } contrast) _contrast = new(contrast, this.value_range, seed, data_format: data_format);
        if (saturation_factor is { } saturation) _saturation = new(saturation, this.value_range, data_format, seed);
        if (hue_factor is { } hue) _hue = new(hue, this.value_range, data_format, seed);
    }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    /// <summary>Change of the brightness.</summary>
    public Interval? brightness_factor { get; }

    /// <summary>Change of the contrast.</summary>
    public Interval? contrast_factor { get; }

    /// <summary>Change of the saturation.</summary>
    public Interval? saturation_factor { get; }

    /// <summary>Change of the hue.</summary>
    public Interval? hue_factor { get; }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        images = Ops.cast(images, compute_dtype);
        foreach (var layer in new BaseColorLayer?[] { _brightness, _contrast, _saturation, _hue })
            if (layer is not null) images = layer.transform_images(images, layer.get_random_transformation(images, seed: Source(null)));
        return Ops.cast(images, compute_dtype);
    }
}
