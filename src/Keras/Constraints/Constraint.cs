using Keras.Backend;
using Keras.Constraints;
using Keras.Saving;

namespace Keras;

/// <summary>Brings the values of a variable back to the allowed ones after an update.</summary>
/// <remarks>Converts from the name of a constraint: <c>kernel_constraint: "non_neg"</c>. See https://keras.io/api/layers/constraints/.</remarks>
[KerasExport("keras.constraints.Constraint")]
public abstract class Constraint
{
    /// <summary>The allowed values nearest to the given ones, in the sense of the constraint.</summary>
    /// <param name="w">The values.</param>
    public abstract Tensor Apply(Tensor w);

    /// <summary>The arguments that make an equal constraint.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>The constraint of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No constraint has the name.</exception>
    public static implicit operator Constraint?(string? name) => name is null ? null : ConstraintLookup.Table.FromName(name);

    /// <summary>Lengths of the vectors along axes, which stay as dimensions of size 1.</summary>
    private protected static Tensor Norms(Tensor w, Axes axis) => Kernel.Sqrt(Kernel.Sum(Kernel.Square(w), axis.Normalize(w.ndim), keepdims: true));

    /// <summary>The values with lengths changed from one to another.</summary>
    private protected static Tensor Rescale(Tensor w, Tensor norms, Tensor desired) =>
        Kernel.Mul(w, Kernel.Div(desired, Kernel.Add(norms, new ScalarTensor(KerasConfig.epsilon()))));

    private protected static Tensor Floats(Tensor w) => DTypes.IsFloat(w.dtype) && w is not ScalarTensor ? w : Ops.cast(w, KerasConfig.floatx());
}
