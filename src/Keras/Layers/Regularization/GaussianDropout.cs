using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training multiplies each element by a normal number around 1, with the deviation <c>sqrt(rate / (1 - rate))</c>; else passes its input on.</summary>
/// <remarks>The output has the shape of the input. See https://keras.io/api/layers/regularization_layers/gaussian_dropout/.</remarks>
[KerasExport("keras.layers.GaussianDropout")]
public sealed class GaussianDropout : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Rate of the dropout that has the same variance, 0 to 1, 1 excluded.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The rate lies outside.</exception>
    public GaussianDropout(double rate, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.rate = Rates.Check(rate);
        this.seed = seed;
        if (rate > 0) seed_generator = new SeedGenerator(seed);
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Rate of the dropout that has the same variance.</summary>
    public double rate { get; }

    /// <summary>First seed given.</summary>
    public long? seed { get; }

    /// <summary>The layer's generator; <see langword="null"/> where the rate is 0.</summary>
    public SeedGenerator? seed_generator { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The rate is 1, for which the deviation is infinite.</exception>
    protected override Tensor call(Tensor inputs, bool training)
    {
        if (!training || rate == 0) return inputs;
        if (rate == 1) throw new InvalidOperationException($"The layer '{name}' has the rate 1, for which the noise has an infinite deviation; choose a smaller rate.");
        return Ops.multiply(inputs, RandomOps.normal(inputs.Dims, 1, Math.Sqrt(rate / (1 - rate)), compute_dtype, seed_generator));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
