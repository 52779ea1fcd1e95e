using Keras.Losses;
using Keras.Saving;

namespace Keras.Metrics;

/// <summary>Metrics by name, and their configurations.</summary>
public static class MetricLookup
{
    private static readonly Dictionary<string, Func<Metric>> s_short = new(StringComparer.Ordinal)
    {
        ["bce"] = () => new BinaryCrossentropy(),
        ["BCE"] = () => new BinaryCrossentropy(),
        ["mse"] = () => new MeanSquaredError(),
        ["MSE"] = () => new MeanSquaredError(),
        ["mae"] = () => new MeanAbsoluteError(),
        ["MAE"] = () => new MeanAbsoluteError(),
        ["mape"] = () => new MeanAbsolutePercentageError(),
        ["MAPE"] = () => new MeanAbsolutePercentageError(),
        ["msle"] = () => new MeanSquaredLogarithmicError(),
        ["MSLE"] = () => new MeanSquaredLogarithmicError(),
    };

    /// <summary>The metric of a name, a configuration, a function or an object.</summary>
    /// <param name="identifier">A name such as <c>mse</c> or <c>AUC</c>, a configuration, a function, a metric, or <see langword="null"/>.</param>
    /// <returns>The metric; of a function the mean of its values. <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    // Porting note: Keras gives a function back as it is; here it is wrapped, as compile would.
    [KerasExport("keras.metrics.get")]
    public static Metric? get(object? identifier) => identifier switch
    {
        null => null,
        Metric metric => metric,
        string name => Named(name) ?? throw Unknown(name),
        Config config => deserialize(config),
        Delegate function => OfFunction(function),
        Loss loss => new MeanMetricWrapper(loss) { name = loss.name },
        _ => throw new ArgumentException($"Could not interpret metric identifier: {ConfigReflection.Show(identifier)}. Expected a name, a configuration, a function or a Metric."),
    };

    /// <summary>The configuration of a metric.</summary>
    /// <param name="metric">A metric.</param>
    /// <returns>Module, class name and arguments.</returns>
    [KerasExport("keras.metrics.serialize")]
    public static object? serialize(Metric metric) => Serialization.ToConfig(metric);

    /// <summary>Makes the metric that a configuration describes.</summary>
    /// <param name="config">A configuration as <see cref="serialize"/> gives it, or a name.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.metrics.deserialize")]
    public static Metric? deserialize(object? config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        if (config is not Config serialized) return get(config);
        if (serialized.Get("class_name") is not string className)
            throw new ArgumentException($"Could not interpret metric identifier: {ConfigReflection.Show(config)}. A configuration has the keys class_name and config.");
        if (s_short.TryGetValue(className, out var make)) return make();
        return Serialization.Deserialize(serialized, typeof(Metric)) switch
        {
            Metric metric => metric,
            Delegate function => OfFunction(function),
            Loss loss => get(loss),
            var other => throw new ArgumentException($"The configuration {ConfigReflection.Show(config)} describes no metric but {other ?? "nothing"}."),
        };
    }

    /// <summary>What <c>compile(metrics=...)</c> makes of an identifier: as <see cref="get"/>, but a metric is called by the name that the user gave, and names of functions are known.</summary>
    internal static Metric? Find(object? identifier)
    {
        if (identifier is not string name) return get(identifier);
        if (name.ToLowerInvariant() is "accuracy" or "acc") return new AccuracyByShape(name);
        var found = Named(name) ?? (FindFunction(name) is { } function ? OfFunction(function) : throw Unknown(name));
        found.name = name;
        found.Identifier = name;
        return found;
    }

    private static Metric OfFunction(Delegate function) => new MeanMetricWrapper(function, null, null, null) { name = FunctionNames.Of(function) };

    // Porting note: Keras 3 knows functions by their objects alone; names of functions, also those of Keras 2, come from its older versions.
    private static Delegate? FindFunction(string name) => KerasRegistry.FindFunction("keras.metrics", name) ?? KerasRegistry.FindFunction("keras.losses", name)
        ?? (name is "cosine_proximity" or "cosine" ? LossFunctions.cosine_similarity : null);

    private static Metric? Named(string name)
    {
        switch (KerasRegistry.FindCustom(name))
        {
            case Type type when typeof(Metric).IsAssignableFrom(type): return (Metric)ConfigReflection.Construct(type, new Config());
            case Metric metric: return metric;
            case Delegate own: return OfFunction(own);
        }
        if (s_short.TryGetValue(name, out var make)) return make();
        return Classes().FirstOrDefault(c => c.Name == name || Utils.Naming.ToSnakeCase(c.Name) == name).Type is { } found
            ? (Metric)ConfigReflection.Construct(found, new Config())
            : null;
    }

    private static IEnumerable<(string Name, Type Type)> Classes() =>
        KerasRegistry.Entries.Where(e => e.Member is null && typeof(Metric).IsAssignableFrom(e.Owner) && !e.Owner.IsAbstract).Select(e => (KerasRegistry.ClassName(e.Owner), e.Owner));

    private static ArgumentException Unknown(string name)
    {
        var known = s_short.Keys.Concat(Classes().SelectMany(c => new[] { c.Name, Utils.Naming.ToSnakeCase(c.Name) }));
        return new($"Could not interpret metric identifier: '{name}'. Expected one of: {string.Join(", ", known.Distinct().Order(StringComparer.Ordinal))}; or a Metric, a function, or a name given in custom_objects.");
    }
}
