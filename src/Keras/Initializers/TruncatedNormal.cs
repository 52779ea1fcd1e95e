using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Draws from a normal distribution without the values more than two standard deviations from its mean.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.TruncatedNormal", "keras.initializers.truncated_normal")]
public sealed class TruncatedNormal : RandomInitializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation before truncation.</param>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    public TruncatedNormal(double mean = 0.0, double stddev = 0.05, RandomSeed? seed = null) : base(seed)
    {
        this.mean = mean;
        this.stddev = stddev;
    }

    /// <summary>Mean.</summary>
    public double mean { get; }

    /// <summary>Standard deviation before truncation.</summary>
    public double stddev { get; }

    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null) =>
        Kernel.RandomTruncatedNormal(RandomSeed.Draw(seed), shape.ToLongs(), mean, stddev, DTypes.Standardize(dtype));
}
