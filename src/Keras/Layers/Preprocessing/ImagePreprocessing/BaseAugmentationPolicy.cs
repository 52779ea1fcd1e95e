namespace Keras.Layers;

/// <summary>The layers that <see cref="RandAugment"/> and <see cref="AugMix"/> choose from.</summary>
public abstract class BaseAugmentationPolicy : BaseImagePreprocessingLayer
{
    // What the inner layers get of the outer one's arguments.
    private readonly DTypePolicy? _dtype;
    private readonly string? _name;

    private protected BaseAugmentationPolicy(Interval? value_range, Interval factor, string interpolation, long? seed, string? bounding_box_format, string? data_format,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        _dtype = dtype;
        _name = name;
        this.value_range = Factors.ValueRange(value_range, sort: false);
        this.factor = Factors.Bounded(factor, 0, 1);
        this.interpolation = interpolation;
        UseSeed(seed);
    }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    /// <summary>Strength of the changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>How pixels between pixels are found.</summary>
    public string interpolation { get; }

    // Made in the order in which Keras makes them: layers without a seed draw one each.
    private protected RandomShear Shear() => new(factor, factor, interpolation, data_format: data_format, seed: seed, bounding_box_format: bounding_box_format, name: _name, trainable: trainable, dtype: _dtype);

    private protected RandomTranslation Translation() => new(factor, factor, interpolation: interpolation, seed: seed, data_format: data_format, bounding_box_format: bounding_box_format, name: _name, trainable: trainable, dtype: _dtype);

    private protected RandomRotation Rotation() => new(factor, interpolation: interpolation, seed: seed, data_format: data_format, bounding_box_format: bounding_box_format, name: _name, trainable: trainable, dtype: _dtype);

    private protected RandomBrightness Brightness() => new(factor, value_range, seed, bounding_box_format, data_format, _name, trainable, _dtype);

    private protected RandomColorDegeneration ColorDegeneration() => new(factor, value_range, data_format, seed, bounding_box_format, _name, trainable, _dtype);

    private protected RandomContrast Contrast() => new(factor, value_range, seed, bounding_box_format, data_format, _name, trainable, _dtype);

    private protected RandomSharpness Sharpness() => new(factor, value_range, data_format, seed, bounding_box_format, _name, trainable, _dtype);

    private protected Solarization Solarize() => new(factor, factor, value_range, seed, bounding_box_format, data_format, _name, trainable, _dtype);

    private protected RandomPosterization Posterization() => new(Math.Max(1, (int)(8 * factor.Upper)), value_range, data_format, seed, bounding_box_format, _name, trainable, _dtype);

    private protected AutoContrast StretchContrast() => new(value_range, bounding_box_format, data_format, _name, trainable, _dtype);

    private protected Equalization Equalize() => new(value_range, data_format: data_format, bounding_box_format: bounding_box_format, name: _name, trainable: trainable, dtype: _dtype);
}
