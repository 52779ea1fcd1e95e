using Keras.Backend;

namespace Keras.Constraints;

/// <summary>Brings the lengths of vectors of weights between two bounds.</summary>
/// <remarks>See https://keras.io/api/layers/constraints/.</remarks>
[KerasExport("keras.constraints.MinMaxNorm", "keras.constraints.min_max_norm")]
public sealed class MinMaxNorm : Constraint
{
    /// <summary>Makes the constraint.</summary>
    /// <param name="min_value">Smallest length.</param>
    /// <param name="max_value">Largest length.</param>
    /// <param name="rate">How far each update goes: 1 all the way, less a part of it.</param>
    /// <param name="axis">Axes along which lengths are measured: 0 for a Dense kernel, (0, 1, 2) for a Conv2D kernel.</param>
    public MinMaxNorm(double min_value = 0.0, double max_value = 1.0, double rate = 1.0, Axes? axis = null)
    {
        this.min_value = min_value;
        this.max_value = max_value;
        this.rate = rate;
        this.axis = axis ?? 0;
    }

    /// <summary>Smallest length.</summary>
    public double min_value { get; }

    /// <summary>Largest length.</summary>
    public double max_value { get; }

    /// <summary>How far each update goes.</summary>
    public double rate { get; }

    /// <summary>Axes along which lengths are measured.</summary>
    public Axes axis { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor w)
    {
        using var scope = new TensorScope();
        w = Floats(w);
        var norms = Norms(w, axis);
        var bounded = Kernel.Mul(Kernel.Clamp(norms, min_value, max_value), new ScalarTensor(rate));
        return scope.Keep(Rescale(w, norms, Kernel.Add(bounded, Kernel.Mul(norms, new ScalarTensor(1 - rate)))));
    }
}
