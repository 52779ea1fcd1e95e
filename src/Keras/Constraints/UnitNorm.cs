using Keras.Backend;

namespace Keras.Constraints;

/// <summary>Brings vectors of weights to length 1.</summary>
/// <remarks>See https://keras.io/api/layers/constraints/.</remarks>
[KerasExport("keras.constraints.UnitNorm", "keras.constraints.unit_norm", Former = ["keras.constraints.unitnorm"])]
public sealed class UnitNorm : Constraint
{
    /// <summary>Makes the constraint.</summary>
    /// <param name="axis">Axes along which lengths are measured: 0 for a Dense kernel, (0, 1, 2) for a Conv2D kernel.</param>
    public UnitNorm(Axes? axis = null) => this.axis = axis ?? 0;

    /// <summary>Axes along which lengths are measured.</summary>
    public Axes axis { get; }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor w)
    {
        using var scope = new TensorScope();
        w = Floats(w);
        return scope.Keep(Kernel.Div(w, Kernel.Add(Norms(w, axis), new ScalarTensor(KerasConfig.epsilon()))));
    }
}
