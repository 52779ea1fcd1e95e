using Keras.Backend;

namespace Keras.Regularizers;

/// <summary>The sum of absolute values times a factor, which drives values to zero.</summary>
/// <remarks>See https://keras.io/api/layers/regularizers/.</remarks>
[KerasExport("keras.regularizers.L1", "keras.regularizers.l1")]
public sealed class L1 : Regularizer
{
    /// <summary>Makes the regularizer.</summary>
    /// <param name="l1">Factor; 0.01 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The factor is negative or not finite.</exception>
    // Keras keeps this factor as a float32 tensor, so that its configuration shows the rounded number.
    public L1(double? l1 = 0.01) => this.l1 = (float)CheckFactor("l1", l1 ?? 0.01);

    /// <summary>Factor.</summary>
    public double l1 { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x)
    {
        using var scope = new TensorScope();
        return scope.Keep(Penalties.AbsoluteSum(l1, x));
    }
}
