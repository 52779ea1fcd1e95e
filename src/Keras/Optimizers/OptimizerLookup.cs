using Keras.Saving;

namespace Keras.Optimizers;

/// <summary>Optimizers by name, and their configurations.</summary>
public static class OptimizerLookup
{
    // Porting note: as in Keras, Lamb and the wrappers are not found by their names.
    private static readonly Dictionary<string, Type> s_classes = new[]
    {
        typeof(Adam), typeof(SGD), typeof(RMSprop), typeof(Adadelta), typeof(AdamW), typeof(Adagrad), typeof(Adamax), typeof(Adafactor), typeof(Muon),
        typeof(Nadam), typeof(Ftrl), typeof(Lion), typeof(ScheduleFreeAdamW),
    }.ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The optimizer of a name, a configuration or an object.</summary>
    /// <param name="identifier">A name such as <c>adam</c> in any case, a configuration, an optimizer, or <see langword="null"/>.</param>
    /// <returns>The optimizer; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    [KerasExport("keras.optimizers.get")]
    public static Optimizer? get(object? identifier) => identifier switch
    {
        null => null,
        Optimizer optimizer => optimizer,
        string name => Named(name),
        Config config => deserialize(config),
        _ => throw new ArgumentException($"Could not interpret optimizer identifier: {ConfigReflection.Show(identifier)}. Expected a name, a configuration or an Optimizer."),
    };

    /// <summary>The configuration of an optimizer, without its state.</summary>
    /// <param name="optimizer">An optimizer.</param>
    /// <returns>Module, class name and arguments.</returns>
    [KerasExport("keras.optimizers.serialize")]
    public static Config serialize(Optimizer optimizer) => Serialization.ObjectToConfig(optimizer);

    /// <summary>Makes the optimizer that a configuration describes.</summary>
    /// <param name="config">A configuration as <see cref="serialize"/> gives it; module and registered name may be missing, and the case of a class name of Keras does not count.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known or no optimizer, or an argument has a wrong form.</exception>
    [KerasExport("keras.optimizers.deserialize")]
    public static Optimizer deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        if (config.Get("class_name") is string name && KerasRegistry.FindCustom(name) is null && s_classes.TryGetValue(name, out var type))
            config = new Config(config) { ["class_name"] = type.Name, ["config"] = config.Get("config") ?? new Config() };
        return Serialization.Deserialize(config, typeof(Optimizer)) as Optimizer
            ?? throw new ArgumentException($"The configuration describes no optimizer: {ConfigReflection.Show(config)}.");
    }

    /// <summary>The optimizer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No optimizer has the name.</exception>
    internal static Optimizer Named(string name) => KerasRegistry.FindCustom(name) switch
    {
        Type type when typeof(Optimizer).IsAssignableFrom(type) => (Optimizer)ConfigReflection.Construct(type, new Config()),
        Optimizer optimizer => optimizer,
        _ => s_classes.TryGetValue(name, out var known) ? (Optimizer)ConfigReflection.Construct(known, new Config())
            : throw new ArgumentException($"Could not interpret optimizer identifier: '{name}'. Expected one of: {string.Join(", ", s_classes.Keys.Select(k => k.ToLowerInvariant()).Order(StringComparer.Ordinal))}; " +
                "or an Optimizer, or a name given in custom_objects."),
    };
}
