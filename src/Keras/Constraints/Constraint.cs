using Keras.Saving;

namespace Keras;

/// <summary>Brings the values of a variable back to the allowed ones after an update.</summary>
/// <remarks>Converts from the name of a registered constraint: <c>kernel_constraint: "non_neg"</c>.</remarks>
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
    public static implicit operator Constraint?(string? name) => name is null ? null : KerasRegistry.Make<Constraint>(name, "keras.constraints");
}
