using Keras.Backend;

namespace Keras.Constraints;

/// <summary>Shortens vectors of weights to a largest length.</summary>
/// <remarks>See https://keras.io/api/layers/constraints/.</remarks>
[KerasExport("keras.constraints.MaxNorm", "keras.constraints.max_norm", Former = ["keras.constraints.maxnorm"])]
public sealed class MaxNorm : Constraint
{
    /// <summary>Makes the constraint.</summary>
    /// <param name="max_value">Largest length.</param>
    /// <param name="axis">Axes along which lengths are measured: 0 for a Dense kernel, (0, 1, 2) for a Conv2D kernel.</param>
    public MaxNorm(double max_value = 2, Axes? axis = null)
    {
        this.max_value = max_value;
        this.axis = axis ?? 0;
    }

    /// <summary>Largest length.</summary>
    public double max_value { get; }

    /// <summary>Axes along which lengths are measured.</summary>
    public Axes axis { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor w)
    {
        using var scope = new TensorScope();
        w = Floats(w);
        var norms = Norms(w, axis);
        return scope.Keep(Rescale(w, norms, Kernel.Clamp(norms, 0, max_value)));
    }
}
