using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training makes some images grey; else passes its input on.</summary>
/// <remarks>The output has three channels as the input, red, green, blue. See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale/.</remarks>
[KerasExport("keras.layers.RandomGrayscale")]
public sealed class RandomGrayscale : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image becomes grey; 0 to 1.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The probability lies outside.</exception>
    public RandomGrayscale(double factor = 0.5, string? data_format = null, long? seed = null, string? bounding_box_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = factor is >= 0 and <= 1 ? factor : throw new ArgumentException($"`factor` should be between 0 and 1. Received: factor={factor}");
        UseSeed(seed);
    }

    /// <summary>Probability that an image becomes grey.</summary>
    public double factor { get; }

    private sealed class Choice(Tensor chosen) : ImageTransformation
    {
        /// <summary>(batch, 1, 1, 1).</summary>
        internal Tensor Chosen { get; } = chosen;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor images, bool training = true, RandomSeed? seed = null) =>
        new Choice(PerImage(RandomOps.uniform(BatchOf(images), 0, 1, seed: Source(seed)) < factor));

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return images;
        var drawn = Drawn<Choice>(transformation ?? get_random_transformation(images));
        return Ops.where(drawn.Chosen, Ops.rgb_to_grayscale(images, data_format), images);
    }

    private protected override string ImageDType(Tensor images) => images.dtype;

    /// <inheritdoc/>
    public override Config get_config()
    {
        // Keras does not save this layer's seed.
        var config = base.get_config();
        config.Remove("seed");
        return config;
    }
}
