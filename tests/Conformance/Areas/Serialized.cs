using Keras.Conformance.Comparison;
using Keras.Saving;

namespace Keras.Conformance.Areas;

/// <summary>Objects in Keras's serialized form.</summary>
internal static class Serialized
{
    /// <summary>Arguments that Keras's own get_config leaves out, of a module or a class; the cases hold them, because the object is made of them.</summary>
    private static readonly Dictionary<string, string[]> NotWritten = new()
    {
        ["keras.losses"] = ["dtype"],
        ["keras.losses.CosineSimilarity"] = ["dtype", "axis"],
        ["keras.losses.Huber"] = ["dtype", "delta"],
        ["keras.losses.SparseCategoricalCrossentropy"] = ["dtype", "axis"],
        ["keras.metrics.CosineSimilarity"] = ["axis"],
    };

    /// <summary>Makes the object of a case.</summary>
    /// <exception cref="UnsupportedException">Its class, or one inside its configuration, is not there.</exception>
    internal static T Make<T>(Config serialized) where T : class
    {
        Require(serialized);
        var made = Serialization.deserialize_keras_object(Copy(serialized));
        return made as T ?? throw new InvalidOperationException($"{serialized.Get("class_name")} became a {made?.GetType().Name ?? "null"}, which is no {typeof(T).Name}.");
    }

    /// <summary>Makes the model of a case as the program that wrote it did.</summary>
    /// <remarks>
    /// Its layers were built by the model, which gave their weights paths such as <c>sequential/dense/kernel</c>. Made of their own
    /// <c>build_config</c> they would be built before the model takes them, with paths such as <c>dense/kernel</c> (in Keras too).
    /// </remarks>
    internal static Model MakeModel(Config serialized) => Make<Model>((Config)WithoutBuildConfig(serialized)!);

    private static object? WithoutBuildConfig(object? value) => value switch
    {
        Config config => new Config(config.Where(p => p.Key != "build_config").Select(p => KeyValuePair.Create(p.Key, WithoutBuildConfig(p.Value)))),
        List<object?> list => list.Select(WithoutBuildConfig).ToList(),
        _ => value,
    };

    /// <summary>Checks the configuration of an object, and that the configuration makes an equal object.</summary>
    internal static void RoundTrip(string what, object made, Config serialized, Report report)
    {
        Compare(what, made, AsWritten(serialized), report);
        if (Serialization.serialize_keras_object(made) is not Config form) return;
        report.Try(what + " (from_config)", () =>
        {
            var again = Serialization.deserialize_keras_object(Copy(form))!;
            if (again.GetType() != made.GetType()) report.Add(what + " (from_config)", made.GetType().Name, again.GetType().Name);
            else ConfigComparer.Compare(what + " (from_config)", form.Get("config"), ((Config)Serialization.serialize_keras_object(again)!).Get("config"), report);
        });
    }

    private static Config AsWritten(Config serialized)
    {
        if (serialized.Get("module") is not string module || serialized.Get("config") is not Config) return serialized;
        if (!NotWritten.TryGetValue(module + "." + serialized.Get("class_name"), out var keys) && !NotWritten.TryGetValue(module, out keys)) return serialized;
        var written = Copy(serialized);
        foreach (var key in keys) ((Config)written["config"]!).Remove(key);
        return written;
    }

    /// <summary>Compares the serialized form of an object.</summary>
    internal static void Compare(string what, object made, Config expected, Report report)
    {
        if (Serialization.serialize_keras_object(made) is not Config form)
        {
            report.Add(what, Comparer.Show(expected), Comparer.Show(Serialization.serialize_keras_object(made)));
            return;
        }
        ConfigComparer.Compare(what, expected, form, report);
    }

    /// <summary>The class under an exported name, or, for a module inside Keras, wherever it is exported; null where there is none.</summary>
    internal static Type? Find(string module, string className) =>
        // Graphs of layers are Models to users, in Keras too.
        module == "keras.src.models.functional" ? typeof(Functional) :
        KerasRegistry.FindClass(module, className) ?? (module.StartsWith("keras.src.", StringComparison.Ordinal) ? KerasRegistry.FindClass(className, typeof(object)) : null);

    /// <summary>Finds classes and functions that a configuration needs and that are not there.</summary>
    internal static void Require(object? value)
    {
        switch (value)
        {
            case Config config:
                if (config.Get("class_name") is string name && config.ContainsKey("config"))
                {
                    if (name == "function")
                    {
                        var function = config.Get("config") as string ?? "?";
                        var module = config.Get("module") as string;
                        if (!new[] { module, "keras.activations", "keras.losses", "keras.metrics" }.Any(m => m is not null && (KerasRegistry.FindFunction(m, function) is not null || KerasRegistry.FindMethods(m + "." + function).Length > 0)))
                            throw new UnsupportedException($"{module}.{function}");
                    }
                    else if (!name.StartsWith("__", StringComparison.Ordinal) && !IsOperation(config) && Find(config.Get("module") as string ?? "", name) is null)
                        throw new UnsupportedException($"{config.Get("module")}.{name}");
                }
                foreach (var (key, inner) in config)
                {
                    if (key is "activation" or "recurrent_activation" && inner is string activation && !HasActivation(activation))
                        throw new UnsupportedException("keras.activations." + activation);
                    Require(inner);
                }
                break;
            case List<object?> list:
                foreach (var inner in list) Require(inner);
                break;
        }
    }

    /// <summary>Whether a serialized object stands for a function of keras.ops in a graph of layers.</summary>
    private static bool IsOperation(Config serialized) => serialized.Get("module") is string module && module.StartsWith("keras.src.ops", StringComparison.Ordinal);

    private static bool HasActivation(string name) =>
        KerasRegistry.FindFunction("keras.activations", name) is not null || KerasRegistry.FindMethods("keras.activations." + name).Length > 0;

    /// <summary>A copy that the library may take keys from.</summary>
    internal static Config Copy(Config config) => (Config)CopyValue(config)!;

    private static object? CopyValue(object? value) => value switch
    {
        Config config => new Config(config.Select(p => KeyValuePair.Create(p.Key, CopyValue(p.Value)))),
        List<object?> list => list.Select(CopyValue).ToList(),
        _ => value,
    };
}
