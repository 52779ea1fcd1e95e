using System.Collections;
using Keras.Saving;

namespace Keras.Legacy.Saving;

/// <summary>Objects to the configurations of Keras 2 and back: a class name without its module (keras/src/legacy/saving/serialization.py).</summary>
public static class LegacySerialization
{
    private const string Passive = "__passive_serialization__";

    /// <summary>An object in the form of Keras 2: its class name and its configuration; a function by its name.</summary>
    /// <param name="instance">A layer, loss, optimizer, initializer, … or a function.</param>
    /// <returns>A <see cref="Config"/> with <c>class_name</c> and <c>config</c>, or a name; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It has no configuration.</exception>
    [KerasExport("keras.legacy.saving.serialize_keras_object", "keras.utils.legacy.serialize_keras_object")]
    public static object? serialize_keras_object(object? instance)
    {
        switch (instance)
        {
            case null:
                return null;
            case Delegate function:
                return FunctionNames.Of(function);
            case ActivationFunction activation:
                return activation.name;
        }
        if (instance is string or Tensor or NumSharp.NDArray or IEnumerable and not DTypePolicy || instance.GetType().IsPrimitive || Serialization.ObjectToConfig(instance) is not { } form)
            throw new ArgumentException($"Cannot serialize {ConfigReflection.Show(instance)} because it doesn't implement `get_config()`.", nameof(instance));
        return new Config { ["class_name"] = NameOf(instance.GetType()), ["config"] = Marked((Config)form["config"]!) };
    }

    private static string NameOf(Type type) => KerasRegistry.IsRegistered(type) ? KerasRegistry.get_registered_name(type) : KerasRegistry.ClassName(type);

    // Objects inside are marked, so that they are told from dictionaries.
    private static Config Marked(Config config)
    {
        var result = new Config();
        foreach (var (key, value) in config)
            result[key] = value is Config { Count: > 0 } inner && inner.Get("class_name") is string && inner.Get("config") is Config own
                ? new Config(inner.Where(p => p.Key is not ("module" or "registered_name" or "build_config")).Select(p => KeyValuePair.Create(p.Key, p.Key == "config" ? Marked(own) : p.Value))) { [Passive] = true }
                : value;
        return result;
    }

    /// <summary>Makes the object that a configuration of Keras 2 describes.</summary>
    /// <param name="identifier">What <see cref="serialize_keras_object"/> gave: a configuration or a name; an object stays as it is.</param>
    /// <param name="module_objects">Classes (<see cref="Type"/>) and functions to look names up in, before those of the library.</param>
    /// <param name="custom_objects">Your own classes and functions, which come first.</param>
    /// <param name="printable_module_name">What is being made, for messages.</param>
    /// <returns>The object; of the name of a class an object made without arguments; a function as it is.</returns>
    /// <exception cref="ArgumentException">The name is not known, or the configuration has another form.</exception>
    [KerasExport("keras.legacy.saving.deserialize_keras_object", "keras.utils.legacy.deserialize_keras_object")]
    public static object? deserialize_keras_object(object? identifier, Dictionary<string, object>? module_objects = null,
        Dictionary<string, object>? custom_objects = null, string printable_module_name = "object")
    {
        switch (identifier)
        {
            case null:
                return null;
            case Delegate:
                return identifier;
            case string name:
                return Known(name, module_objects, custom_objects) switch
                {
                    Type type => ConfigReflection.Construct(type, []),
                    { } found => found,
                    _ => throw Unknown(name, printable_module_name),
                };
            case Config config when config.Get("class_name") is string className && config.ContainsKey("config"):
                return Make(config, className, module_objects, custom_objects, printable_module_name);
            case Config config:
                throw new ArgumentException($"Improper config format for {ConfigReflection.Show(config)}. Expecting a Config that contains `class_name` and `config` as keys.", nameof(identifier));
            default:
                throw new ArgumentException($"Could not interpret serialized {printable_module_name}: {ConfigReflection.Show(identifier)}", nameof(identifier));
        }
    }

    private static object? Make(Config config, string className, Dictionary<string, object>? module_objects, Dictionary<string, object>? custom_objects, string what)
    {
        // 1. The class.
        var type = Known(className, module_objects, custom_objects) as Type ?? (className is "Functional" or "Model" ? typeof(Functional) : throw Unknown(className, what));
        if (config["config"] is not Config own) throw new ArgumentException($"The configuration of the {what} '{className}' is {ConfigReflection.Show(config["config"])}, expected names and values.");

        // 2. The objects inside, and functions by name.
        using var scope = new CustomObjectScope(custom_objects ?? new Dictionary<string, object>());
        var arguments = new Config();
        foreach (var (key, value) in own)
        {
            arguments[key] = value switch
            {
                _ when key == "name" => value,
                Config inner when inner.ContainsKey(Passive) => deserialize_keras_object(new Config(inner.Where(p => p.Key != Passive)), module_objects, custom_objects, "config_item"),
                string name when Listed(name, module_objects, custom_objects) is Delegate function => function,
                _ => value,
            };
        }

        // 3. The object.
        return Serialization.Make(type, arguments, config);
    }

    private static object? Listed(string name, Dictionary<string, object>? module_objects, Dictionary<string, object>? custom_objects) =>
        custom_objects is not null && custom_objects.TryGetValue(name, out var own) ? own
        : KerasRegistry.FindCustom(name) is { } registered ? registered
        : module_objects is not null && module_objects.TryGetValue(name, out var given) ? given : null;

    // Porting note: Keras knows only the names it is given here; those of the library are found too, so that what was serialized can be read back.
    private static object? Known(string name, Dictionary<string, object>? module_objects, Dictionary<string, object>? custom_objects)
    {
        if (Listed(name, module_objects, custom_objects) is { } listed) return listed;
        foreach (var candidate in LegacyNames.Candidates(name))
            if (KerasRegistry.FindClass(candidate, typeof(object)) is { } found) return found;
        foreach (var place in new[] { "keras.activations", "keras.losses", "keras.metrics" })
            if (KerasRegistry.FindFunction(place, name) is { } function) return function;
        return null;
    }

    private static ArgumentException Unknown(string name, string what) =>
        new($"Unknown {what}: '{name}'. Please ensure you are using a `keras.utils.custom_object_scope` and that this object is included in the scope, or pass custom_objects: new Dictionary<string, object> {{ [\"{name}\"] = … }}.");
}
