using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training sets random elements to zero and scales the others by <c>1 / (1 - rate)</c>, so that the expected sum stays; else passes its input on.</summary>
/// <remarks>
/// The output has the shape of the input. With a seed the masks come from a generator of the layer's own; without one, and without a noise_shape,
/// from libtorch's global generator. See Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html, and
/// https://keras.io/api/layers/regularization_layers/dropout/.
/// </remarks>
[KerasExport("keras.layers.Dropout")]
public class Dropout : Layer
{
    private readonly RandomSeed? _source;

    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of elements to drop, 0 to 1.</param>
    /// <param name="noise_shape">Shape of the mask, which broadcasts to the input: (batch, 1, features) drops whole features of all steps. <see langword="null"/> dimensions are those of the input.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The rate lies outside, or a dimension of noise_shape is not positive.</exception>
    public Dropout(double rate, TensorShape? noise_shape = null, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.rate = Rates.Check(rate);
        this.seed = seed;
        this.noise_shape = Rates.Check(noise_shape);
        if (rate > 0) _source = seed_generator = new SeedGenerator(seed);
        supports_masking = true;
        FreesIntermediates = true;
        // A subclass may still have something to build.
        built = !IsOverridden(nameof(build));
    }

    /// <summary>Share of elements to drop.</summary>
    public double rate { get; }

    /// <summary>Shape of the mask; <see langword="null"/> for that of the input.</summary>
    public TensorShape? noise_shape { get; }

    /// <summary>First seed given.</summary>
    public long? seed { get; }

    /// <summary>The layer's generator; <see langword="null"/> where the rate is 0.</summary>
    public SeedGenerator? seed_generator { get; }

    /// <summary>The shape of the mask for an input.</summary>
    private protected virtual TensorShape? NoiseShape(Tensor inputs) => noise_shape;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training) =>
        training && rate > 0 ? RandomOps.dropout(inputs, rate, NoiseShape(inputs), _source) : inputs;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
