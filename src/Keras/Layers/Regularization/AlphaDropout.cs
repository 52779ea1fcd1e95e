using Keras.Backend;
using Keras.Randomness;

namespace Keras.Layers;

/// <summary>Dropout for SELU networks: dropped elements get SELU's lowest value, and mean and variance stay.</summary>
/// <remarks>
/// Works in training alone; the output has the shape of the input. See Klambauer et al. 2017, https://arxiv.org/abs/1706.02515, and
/// https://keras.io/api/layers/regularization_layers/alpha_dropout/.
/// </remarks>
[KerasExport("keras.layers.AlphaDropout")]
public sealed class AlphaDropout : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of elements to drop, 0 to 1.</param>
    /// <param name="noise_shape">Shape of the mask, which broadcasts to the input; <see langword="null"/> dimensions are those of the input.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The rate lies outside, or a dimension of noise_shape is not positive.</exception>
    public AlphaDropout(double rate, TensorShape? noise_shape = null, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.rate = Rates.Check(rate);
        this.seed = seed;
        this.noise_shape = Rates.Check(noise_shape);
        if (rate > 0) seed_generator = new SeedGenerator(seed);
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Share of elements to drop.</summary>
    public double rate { get; }

    /// <summary>Shape of the mask; <see langword="null"/> for that of the input.</summary>
    public TensorShape? noise_shape { get; }

    /// <summary>First seed given.</summary>
    public long? seed { get; }

    /// <summary>The layer's generator; <see langword="null"/> where the rate is 0.</summary>
    public SeedGenerator? seed_generator { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The rate is 1, for which no scale keeps the variance.</exception>
    protected override Tensor call(Tensor inputs, bool training)
    {
        if (!training || rate == 0) return inputs;
        if (rate == 1) throw new InvalidOperationException($"The layer '{name}' has the rate 1, for which no scale keeps the variance; choose a smaller rate.");
        return Kernel.AlphaDropout(inputs, RandomSeed.Draw(seed_generator), rate, RandomOps.MaskShape(inputs, noise_shape), KerasConfig.floatx());
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
