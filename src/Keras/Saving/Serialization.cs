using System.Collections;
using Keras.DTypePolicies;
using Keras.Saving.Legacy;

namespace Keras.Saving;

/// <summary>Objects to configurations and back (keras/src/saving/serialization_lib.py).</summary>
public static class Serialization
{
    /// <summary>An object in the form that files hold: module, class name, configuration, registered name.</summary>
    /// <param name="obj">A layer, model, loss, optimizer, initializer, … or a plain value, which stays as it is.</param>
    [KerasExport("keras.saving.serialize_keras_object", "keras.utils.serialize_keras_object")]
    public static object? serialize_keras_object(object? obj) => ToConfig(obj);

    /// <summary>Makes the object that a configuration describes.</summary>
    /// <param name="config">Module, class name and configuration, as <see cref="serialize_keras_object"/> gives them.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <param name="safe_mode">Kept for Keras's signature: code in a configuration is never run.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.saving.deserialize_keras_object", "keras.utils.deserialize_keras_object")]
    public static object? deserialize_keras_object(object? config, Dictionary<string, object>? custom_objects = null, bool safe_mode = true)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return FromConfig(config);
    }

    internal static object? ToConfig(object? value)
    {
        switch (value)
        {
            case null or string or bool or int or long or double or Config:
                return value;
            case float f:
                return (double)f;
            // Before lists: a map of policies can be enumerated too.
            case DTypePolicy policy:
                return ObjectToConfig(policy);
            case IConfigValue known:
                return known.ToConfig();
            case TensorShape shape:
                return shape.Select(d => (object?)d).ToList();
            case ScalarTensor scalar:
                return scalar.Boxed;
            case Delegate function:
                return FunctionToConfig(function);
            case Tensor tensor when tensor is not KerasTensor:
                return new Config
                {
                    ["class_name"] = "__tensor__",
                    ["config"] = new Config { ["value"] = ToNested(tensor), ["dtype"] = tensor.dtype },
                };
            case NumSharp.NDArray array:
                Tensor values = array;
                return new Config
                {
                    ["class_name"] = "__numpy__",
                    ["config"] = new Config { ["value"] = ToNested(values), ["dtype"] = values.dtype },
                };
            case IDictionary dictionary:
                var config = new Config();
                foreach (DictionaryEntry pair in dictionary) config[(string)pair.Key] = ToConfig(pair.Value);
                return config;
            case IEnumerable list:
                return list.Cast<object?>().Select(ToConfig).ToList();
            case System.Runtime.CompilerServices.ITuple tuple:
                return Enumerable.Range(0, tuple.Length).Select(i => ToConfig(tuple[i])).ToList();
        }
        return ObjectToConfig(value);
    }

    private static object ToNested(Tensor tensor)
    {
        var dims = tensor.Dims;
        var flat = DTypesAreInt(tensor.dtype)
            ? Backend.Kernel.ToArray<long>(Ops.cast(tensor, "int64")).Select(v => (object)v).ToArray()
            : tensor.dtype == "bool" ? [.. Backend.Kernel.ToArray<byte>(tensor).Select(v => (object)(v != 0))]
            : Backend.Kernel.ToArray<double>(Ops.cast(tensor, "float64")).Select(v => (object)v).ToArray();
        var at = 0;
        return Build(0);

        object Build(int depth)
        {
            if (depth == dims.Length) return flat[at++];
            var items = new List<object?>();
            for (long i = 0; i < dims[depth]; i++) items.Add(Build(depth + 1));
            return items;
        }
    }

    private static bool DTypesAreInt(string dtype) => Backend.DTypes.IsInt(dtype);

    /// <summary>A function by its name; files hold no code.</summary>
    internal static Config FunctionToConfig(Delegate function) => new()
    {
        ["module"] = "builtins",
        ["class_name"] = "function",
        ["config"] = FunctionNames.Of(function),
        ["registered_name"] = "function",
    };

    /// <summary>A layer inside a model: in .h5 files without its module.</summary>
    internal static Config LayerToConfig(Operation layer)
    {
        if (!LegacyScope.Active) return ObjectToConfig(layer);
        var type = layer.GetType();
        return new Config
        {
            ["class_name"] = KerasRegistry.IsRegistered(type) ? KerasRegistry.get_registered_name(type) : KerasRegistry.ClassName(type),
            ["config"] = layer.get_config(),
        };
    }

    /// <summary>A serialized object: module, class name, configuration, registered name, and of layers and models how they were built and compiled.</summary>
    internal static Config ObjectToConfig(object value)
    {
        var type = value.GetType();
        var module = value is Functional ? "keras.src.models.functional" : KerasRegistry.ModuleName(type);
        var registered = value is Functional ? "Functional" : KerasRegistry.IsRegistered(type) ? KerasRegistry.get_registered_name(type) : module is null ? KerasRegistry.ClassName(type) : null;
        // In .h5 files losses and metrics have the form of Keras 2; what is inside layers has that of Keras 3.
        if (LegacyScope.Active && value is (Loss or Metric)) return new Config { ["class_name"] = registered ?? KerasRegistry.ClassName(type), ["config"] = ConfigOf(value) };
        var config = new Config
        {
            ["module"] = module ?? type.Namespace ?? "builtins",
            ["class_name"] = KerasRegistry.ClassName(type),
            ["config"] = ConfigOf(value),
            ["registered_name"] = registered,
        };
        BuildConfigs.Add(value, config);
        if (SharedObjects.Current is { } sharing)
        {
            sharing.Note(value, config);
            // A layer that makes its own cell names the cell's arguments; Keras serializes the cell and then leaves it out.
            if (value is Layers.RNN rnn && config["config"] is Config own && !own.ContainsKey("cell")) sharing.NoteBefore(config, ToConfig(rnn.cell));
        }
        return config;
    }

    private static Config ConfigOf(object value) => value switch
    {
        Operation o => o.get_config(),
        Initializer i => i.get_config(),
        Regularizer r => r.get_config(),
        Constraint c => c.get_config(),
        DTypePolicy p => p.get_config(),
        IHasConfig h => h.get_config(),
        _ => ConfigReflection.FromConstructor(value),
    };

    internal static object? FromConfig(object? value) => value switch
    {
        Config config when config.ContainsKey("class_name") => Deserialize(config, typeof(object)),
        Config config => new Config(config.Select(p => KeyValuePair.Create(p.Key, FromConfig(p.Value)))),
        IList list => list.Cast<object?>().Select(FromConfig).ToList(),
        _ => value,
    };

    /// <summary>Makes the object of a serialized form.</summary>
    /// <param name="serialized">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="wanted">The base class expected, to find legacy classes without a module.</param>
    internal static object? Deserialize(Config serialized, Type wanted)
    {
        var className = serialized.Get("class_name") as string ?? throw new ArgumentException($"A serialized object has no class_name. It has: {string.Join(", ", serialized.Keys.Take(20))}.");
        var inner = serialized.Get("config");
        // 1. Values with a form of their own.
        switch (className)
        {
            case "__tensor__" or "__numpy__":
                var c = (Config)inner!;
                return NestedTensor.Parse(c.Get("value"), c.Get("dtype") as string);
            case "__lambda__":
                throw new ArgumentException("The configuration holds a Python lambda, whose bytecode cannot run here. Supply the function: custom_objects: new() { [\"<layer name>\"] = (Func<Tensor, Tensor>)(x => …) }.");
            case "function":
                return Function(serialized, wanted);
            case "__typespec__":
                return null;
        }
        // 2. The class: registered by the user, exported by module, or, in files of Keras 1 and 2, known by its name alone.
        if (Keras1.Applies(serialized, wanted) && KerasRegistry.FindCustom(className) is null)
        {
            (className, var upgraded) = Keras1.Upgrade(className, (Config)inner!);
            inner = upgraded;
        }
        var type = FindType(serialized, className, wanted);
        // 3. An object that occurs several times is made once.
        var config = inner as Config ?? new Config();
        if (SharedObjects.Current is not { } sharing) return Make(type, config, serialized);
        if (sharing.Find(serialized) is { } known && wanted.IsInstanceOfType(known)) return known;
        var common = GlobalPolicy.dtype_policy();
        var made = type == common.GetType() && config.Get("name") as string == common.name && sharing.IsCommonPolicy(serialized) ? common : Make(type, config, serialized);
        sharing.Remember(serialized, made);
        return made;
    }

    private static Type FindType(Config serialized, string className, Type wanted)
    {
        // Models of a graph have no public constructor of their own name; files of Keras 2 call them Model.
        if (className is "Functional" or "Model" && KerasRegistry.FindCustom(className) is null) return typeof(Functional);
        foreach (var name in new[] { serialized.Get("registered_name") as string, className })
            if (name is not null && KerasRegistry.FindCustom(name) is Type custom) return custom;
        foreach (var known in LegacyNames.Candidates(className))
        {
            if (serialized.Get("module") is string module && KerasRegistry.FindClass(module, known) is { } exported) return exported;
            if (KerasRegistry.FindClass(known, wanted) is { } byName) return byName;
        }
        throw new ArgumentException($"Unknown {(wanted == typeof(object) ? "class" : wanted.Name)}: '{className}' (module '{serialized.Get("module") ?? "none"}'). " +
            $"If it is a class of yours, register it with keras.saving.register_keras_serializable<{className.Split('>')[^1]}>() or pass custom_objects: new() {{ [\"{className}\"] = typeof({className.Split('>')[^1]}) }}.");
    }

    internal static object Make(Type type, Config config, Config serialized)
    {
        // A class with a from_config of its own (models, wrappers) reads the configuration itself.
        var method = type.GetMethod("from_config", System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.DeclaredOnly, [typeof(Config)]);
        object made;
        if (method is not null)
        {
            try
            {
                made = method.Invoke(null, [config])!;
            }
            catch (System.Reflection.TargetInvocationException e) when (e.InnerException is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
                throw;
            }
        }
        else
        {
            made = ConfigReflection.Construct(type, LegacyNames.Modernize(type, config, serialized.Get("class_name") as string));
            if (KerasRegistry.ModuleName(type) is null) RestoreBase(made, config);
        }
        if (made is IBuildsFromConfig buildable && serialized.Get("build_config") is Config build) buildable.build_from_config(build);
        if (made is Model model && serialized.Get("compile_config") is Config { Count: > 0 } compile) model.compile_from_config(compile);
        return made;
    }

    /// <summary>Arguments of the base class that the constructor of a class of the user did not take.</summary>
    private static void RestoreBase(object made, Config config)
    {
        var name = config.Get("name") as string;
        switch (made)
        {
            case Layer layer:
                if (name is not null && layer.name != name) layer.name = name;
                if (config.Get("trainable") is bool trainable && layer.trainable != trainable) layer.trainable = trainable;
                if (config.Get("dtype") is { } dtype && ConfigReflection.ConvertTo(typeof(DTypePolicy), dtype) is DTypePolicy policy) layer.dtype_policy = policy;
                break;
            case Metric metric when name is not null:
                metric.name = name;
                break;
            case Loss loss when name is not null:
                loss.name = name;
                break;
        }
    }

    private static object? Function(Config serialized, Type wanted)
    {
        var name = (serialized.Get("config") ?? serialized.Get("registered_name")) as string
            ?? throw new ArgumentException("A serialized function has no name.");
        if (KerasRegistry.FindCustom(name) is { } custom) return custom;
        if (serialized.Get("module") is string module && KerasRegistry.FindFunction(module, name) is { } function) return function;
        foreach (var place in new[] { "keras.activations", "keras.losses", "keras.metrics" })
            if (KerasRegistry.FindFunction(place, name) is { } found) return found;
        throw new ArgumentException($"Unknown function: '{name}' (module '{serialized.Get("module") ?? "none"}'), wanted as {wanted.Name}. Pass custom_objects: new() {{ [\"{name}\"] = … }}.");
    }
}
