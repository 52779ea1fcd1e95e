using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training adds normal noise; else passes its input on.</summary>
/// <remarks>The output has the shape of the input. See https://keras.io/api/layers/regularization_layers/gaussian_noise/.</remarks>
[KerasExport("keras.layers.GaussianNoise")]
public sealed class GaussianNoise : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="stddev">Standard deviation of the noise, 0 to 1.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The deviation lies outside.</exception>
    public GaussianNoise(double stddev, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.stddev = Rates.Check(stddev, "stddev");
        this.seed = seed;
        if (stddev > 0) seed_generator = new SeedGenerator(seed);
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Standard deviation of the noise.</summary>
    public double stddev { get; }

    /// <summary>First seed given.</summary>
    public long? seed { get; }

    /// <summary>The layer's generator; <see langword="null"/> where the deviation is 0.</summary>
    public SeedGenerator? seed_generator { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training) =>
        training && stddev > 0 ? Ops.add(inputs, RandomOps.normal(inputs.Dims, 0, stddev, compute_dtype, seed_generator)) : inputs;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
