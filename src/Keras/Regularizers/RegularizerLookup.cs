using Keras.Saving;

namespace Keras.Regularizers;

/// <summary>Regularizers by name and configuration (keras/src/regularizers/__init__.py).</summary>
public static class RegularizerLookup
{
    internal static ObjectTable<Regularizer> Table { get; } = new("regularizer", [typeof(L1), typeof(L2), typeof(L1L2), typeof(OrthogonalRegularizer)]);

    /// <summary>The regularizer that an identifier stands for.</summary>
    /// <param name="identifier">A name, a configuration, a class, a regularizer, or <see langword="null"/>.</param>
    /// <returns>The regularizer; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    [KerasExport("keras.regularizers.get")]
    public static Regularizer? get(object? identifier) => Table.Get(identifier);

    /// <summary>The serialized form of a regularizer: module, class name, configuration.</summary>
    /// <param name="regularizer">The regularizer.</param>
    [KerasExport("keras.regularizers.serialize")]
    public static Config serialize(Regularizer regularizer) => (Config)Serialization.ToConfig(regularizer)!;

    /// <summary>The regularizer of a serialized form.</summary>
    /// <param name="config">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.regularizers.deserialize")]
    public static Regularizer deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Table.FromConfig(config);
    }
}
