using Keras.Saving;

namespace Keras.Constraints;

/// <summary>Constraints by name and configuration (keras/src/constraints/__init__.py).</summary>
public static class ConstraintLookup
{
    internal static ObjectTable<Constraint> Table { get; } = new("constraint", [typeof(MaxNorm), typeof(MinMaxNorm), typeof(NonNeg), typeof(UnitNorm)]);

    /// <summary>The constraint that an identifier stands for.</summary>
    /// <param name="identifier">A name, a configuration, a class, a constraint, or <see langword="null"/>.</param>
    /// <returns>The constraint; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    [KerasExport("keras.constraints.get")]
    public static Constraint? get(object? identifier) => Table.Get(identifier);

    /// <summary>The serialized form of a constraint: module, class name, configuration.</summary>
    /// <param name="constraint">The constraint.</param>
    [KerasExport("keras.constraints.serialize")]
    public static Config serialize(Constraint constraint) => (Config)Serialization.ToConfig(constraint)!;

    /// <summary>The constraint of a serialized form.</summary>
    /// <param name="config">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.constraints.deserialize")]
    public static Constraint deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Table.FromConfig(config);
    }
}
