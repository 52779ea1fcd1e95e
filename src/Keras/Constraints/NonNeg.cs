namespace Keras.Constraints;

/// <summary>Sets negative weights to zero.</summary>
/// <remarks>See https://keras.io/api/layers/constraints/.</remarks>
[KerasExport("keras.constraints.NonNeg", "keras.constraints.non_neg", Former = ["keras.constraints.nonneg"])]
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor w) => Ops.maximum(w, 0);
}
