using Keras.Backend;

namespace Keras.Regularizers;

/// <summary>The sum of absolute values and the sum of squares, each times a factor.</summary>
/// <remarks>See https://keras.io/api/layers/regularizers/.</remarks>
[KerasExport("keras.regularizers.L1L2", "keras.regularizers.l1_l2")]
public sealed class L1L2 : Regularizer
{
    /// <summary>Makes the regularizer.</summary>
    /// <param name="l1">Factor of the absolute values.</param>
    /// <param name="l2">Factor of the squares.</param>
    /// <exception cref="ArgumentException">A factor is negative or not finite.</exception>
    public L1L2(double? l1 = 0.0, double? l2 = 0.0)
    {
        this.l1 = CheckFactor("l1", l1 ?? 0);
        this.l2 = CheckFactor("l2", l2 ?? 0);
    }

    /// <summary>Factor of the absolute values.</summary>
    public double l1 { get; }

    /// <summary>Factor of the squares.</summary>
    public double l2 { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x)
    {
        using var scope = new TensorScope();
        var first = l1 == 0 ? null : Penalties.AbsoluteSum(l1, x);
        var second = l2 == 0 ? null : Penalties.SquareSum(l2, x);
        return scope.Keep(first is null ? second ?? Kernel.Zeros([], x.dtype) : second is null ? first : Kernel.Add(first, second));
    }
}
