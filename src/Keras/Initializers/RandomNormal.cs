using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Draws from a normal distribution.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.RandomNormal", "keras.initializers.random_normal", Former = ["keras.initializers.normal"])]
public sealed class RandomNormal : RandomInitializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation.</param>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    public RandomNormal(double mean = 0.0, double stddev = 0.05, RandomSeed? seed = null) : base(seed)
    {
        this.mean = mean;
        this.stddev = stddev;
    }

    /// <summary>Mean.</summary>
    public double mean { get; }

    /// <summary>Standard deviation.</summary>
    public double stddev { get; }

    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null) =>
        Kernel.RandomNormal(RandomSeed.Draw(seed), shape.ToLongs(), mean, stddev, DTypes.Standardize(dtype));
}
