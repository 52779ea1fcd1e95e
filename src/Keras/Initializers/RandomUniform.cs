using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Draws from a uniform distribution.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.RandomUniform", "keras.initializers.random_uniform", Former = ["keras.initializers.uniform"])]
public sealed class RandomUniform : RandomInitializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="minval">Lower bound, inclusive.</param>
    /// <param name="maxval">Upper bound, exclusive.</param>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    public RandomUniform(double minval = -0.05, double maxval = 0.05, RandomSeed? seed = null) : base(seed)
    {
        this.minval = minval;
        this.maxval = maxval;
    }

    /// <summary>Lower bound, inclusive.</summary>
    public double minval { get; }

    /// <summary>Upper bound, exclusive.</summary>
    public double maxval { get; }

    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null) =>
        Kernel.RandomUniform(RandomSeed.Draw(seed), shape.ToLongs(), minval, maxval, DTypes.Standardize(dtype));
}
