using Keras.Backend;

namespace Keras.Regularizers;

/// <summary>The sum of squares times a factor, which keeps values small.</summary>
/// <remarks>Without the ½ that some texts write. See https://keras.io/api/layers/regularizers/.</remarks>
[KerasExport("keras.regularizers.L2", "keras.regularizers.l2")]
public sealed class L2 : Regularizer
{
    /// <summary>Makes the regularizer.</summary>
    /// <param name="l2">Factor; 0.01 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The factor is negative or not finite.</exception>
    public L2(double? l2 = 0.01) => this.l2 = CheckFactor("l2", l2 ?? 0.01);

    /// <summary>Factor.</summary>
    public double l2 { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x)
    {
        using var scope = new TensorScope();
        return scope.Keep(Penalties.SquareSum(l2, x));
    }
}
