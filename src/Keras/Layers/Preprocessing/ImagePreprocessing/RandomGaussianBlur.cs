using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training blurs some images; else passes its input on.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur/.</remarks>
[KerasExport("keras.layers.RandomGaussianBlur")]
public sealed class RandomGaussianBlur : BaseColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability that an image changes: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="kernel_size">Size of the window; odd numbers.</param>
    /// <param name="sigma">Standard deviation: from 0 to a number, or between two; 0 to 1.</param>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or the size is even.</exception>
    public RandomGaussianBlur(Interval? factor = null, Size2D? kernel_size = null, Interval? sigma = null, Interval? value_range = null, string? data_format = null, long? seed = null,
        string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.factor = Factors.Bounded(factor ?? 1.0, 0, 1);
        this.kernel_size = kernel_size ?? 3;
        if (this.kernel_size.ToArray().Any(n => n < 1 || n % 2 == 0)) throw new ArgumentException($"kernel_size must be an odd number. Received: kernel_size={this.kernel_size}");
        this.sigma = Factors.Bounded(sigma ?? 1.0, 0, 1, nameof(sigma));
        this.value_range = Factors.ValueRange(value_range, sort: false);
        UseSeed(seed);
    }

    /// <summary>Probability that an image changes, at least and at most.</summary>
    public Interval factor { get; }

    /// <summary>Size of the window.</summary>
    public Size2D kernel_size { get; }

    /// <summary>Standard deviation, at least and at most.</summary>
    public Interval sigma { get; }

    /// <summary>Lowest and highest value of pixels.</summary>
    public Interval value_range { get; }

    private sealed class Blur(Tensor chosen, double first, double second) : ImageTransformation
    {
        /// <summary>(batch).</summary>
        internal Tensor Chosen { get; } = chosen;

        internal (double, double) Sigma { get; } = (first, second);
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        var batch = BatchOf(data);
        var source = Source(seed);
        var probability = RandomOps.uniform(batch, factor.Lower, factor.Upper, seed: source);
        var chosen = RandomOps.uniform(batch, 0.0, 1.0, seed: source) < probability;
        var deviations = RandomOps.uniform(2, sigma.Lower, sigma.Upper, compute_dtype, source) + 1e-6;
        return new Blur(chosen, deviations[0].item(), deviations[1].item());
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training || transformation is null) return images;
        var drawn = Drawn<Blur>(transformation);
        images = Ops.where(PerImage(drawn.Chosen), Ops.gaussian_blur(images, kernel_size, drawn.Sigma, data_format), images);
        return Ops.cast(Ops.clip(images, value_range.First, value_range.Second), compute_dtype);
    }
}
