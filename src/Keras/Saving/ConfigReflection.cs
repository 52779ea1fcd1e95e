using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Keras.Saving;

/// <summary>
/// Configurations by reflection: a constructor parameter, the property of the same name and the config key are one word,
/// so no class has to write them down twice.
/// </summary>
internal static class ConfigReflection
{
    /// <summary>Parameters that shape the call but are no part of Keras's configuration.</summary>
    private static readonly HashSet<string> NotConfig = ["input_shape", "input_dim", "batch_input_shape", "batch_shape", "weights"];

    private static readonly ConcurrentDictionary<Type, ConstructorInfo> s_constructors = new();
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> s_properties = new();

    internal static ConstructorInfo Constructor(Type type) => s_constructors.GetOrAdd(type, static t =>
        t.GetConstructors(BindingFlags.Public | BindingFlags.Instance).OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
        ?? throw new InvalidOperationException($"The class {t.Name} has no public constructor, so it cannot be made from a configuration."));

    /// <summary>The constructor's arguments, read from the properties of the same names.</summary>
    internal static Config FromConstructor(object target, Func<string, bool>? skip = null)
    {
        var config = new Config();
        foreach (var (name, property) in Properties(target.GetType()))
        {
            if (skip?.Invoke(name) == true) continue;
            config[name] = Serialization.ToConfig(property.GetValue(target));
        }
        return config;
    }

    private static (string, PropertyInfo)[] Properties(Type type) => s_properties.GetOrAdd(type, static t =>
        [.. Constructor(t).GetParameters().Where(p => !NotConfig.Contains(p.Name!))
            .Select(p => (p.Name!, Property: FindProperty(t, p.Name!)))
            .Where(p => p.Property is not null)
            .Select(p => (p.Item1, p.Property!))]);

    /// <summary>Properties of the type, non-public ones too: an argument that Keras keeps private stays private here.</summary>
    private static PropertyInfo? FindProperty(Type type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { } property) return property;
        return null;
    }

    /// <summary>Makes an object of a configuration: every key goes to the constructor parameter of its name.</summary>
    /// <exception cref="ArgumentException">A key is no parameter, a value has a wrong form, or a required one is missing.</exception>
    internal static object Construct(Type type, Config config)
    {
        var constructor = Constructor(type);
        var parameters = constructor.GetParameters();
        var arguments = new object?[parameters.Length];
        var used = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (config.TryGetValue(parameter.Name!, out var value))
            {
                used++;
                arguments[i] = ConvertArgument(type, parameter, value);
            }
            else if (parameter.HasDefaultValue) arguments[i] = DefaultOf(parameter);
            else throw new ArgumentException($"{KerasRegistry.ClassName(type)}: the configuration lacks the argument '{parameter.Name}'. Received: {string.Join(", ", config.Keys)}.");
        }
        if (used < config.Count)
        {
            var known = parameters.Select(p => p.Name).ToHashSet();
            var unknown = config.Keys.Where(k => !known.Contains(k));
            throw new ArgumentException($"{KerasRegistry.ClassName(type)}: argument(s) not recognized: {string.Join(", ", unknown)}. Expected: {string.Join(", ", parameters.Select(p => p.Name))}.");
        }
        try
        {
            return constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    internal static object? DefaultOf(ParameterInfo parameter)
    {
        var value = parameter.DefaultValue;
        if (value is null || value == DBNull.Value)
            return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? Activator.CreateInstance(parameter.ParameterType) : null;
        var target = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return target.IsEnum ? Enum.ToObject(target, value) : value;
    }

    private static object? ConvertArgument(Type owner, ParameterInfo parameter, object? value)
    {
        // A layer of the library builds the layers inside it, under its own name.
        if (owner.IsAssignableTo(typeof(Layer)) && KerasRegistry.ModuleName(owner) is not null) value = Unbuilt(value);
        try
        {
            return ConvertTo(parameter.ParameterType, value);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or NotSupportedException)
        {
            throw new ArgumentException($"{KerasRegistry.ClassName(owner)}: the argument '{parameter.Name}' has the value {Show(value)}, which cannot become {parameter.ParameterType.Name}.", e);
        }
    }

    private static object? Unbuilt(object? value) => value switch
    {
        Config config when config.ContainsKey("build_config") => new Config(config.Where(p => p.Key != "build_config")),
        IList { Count: > 0 } list when list[0] is Config => list.Cast<object?>().Select(Unbuilt).ToList(),
        _ => value,
    };

    /// <summary>Brings a plain value of a configuration to the type of a parameter.</summary>
    internal static object? ConvertTo(Type target, object? value)
    {
        var plain = Nullable.GetUnderlyingType(target) ?? target;
        // 1. What already fits.
        if (value is null) return target.IsValueType && Nullable.GetUnderlyingType(target) is null ? Activator.CreateInstance(target) : null;
        if (plain != typeof(object) && plain.IsInstanceOfType(value)) return value;
        // 2. Serialized objects.
        if (value is Config { Count: > 0 } config && config.Get("class_name") is string className && plain != typeof(Config) && className is not ("__slice__" or "__ellipsis__"))
        {
            var made = Serialization.Deserialize(config, plain);
            return made is null || plain.IsInstanceOfType(made) ? made : ConvertTo(target, made);
        }
        // 3. Value types of arguments.
        if (plain.GetMethod("FromConfig", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(object)]) is { } fromConfig)
        {
            try
            {
                return fromConfig.Invoke(null, [value]);
            }
            catch (TargetInvocationException e) when (e.InnerException is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            }
        }
        // 4. Numbers, strings, lists.
        if (plain == typeof(object)) return value;
        if (plain == typeof(string)) return value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture);
        if (plain == typeof(bool)) return value is string s ? bool.Parse(s) : Convert.ToBoolean(value, CultureInfo.InvariantCulture);
        if (plain.IsPrimitive)
        {
            if (value is string text) value = ParseNumber(text);
            if (plain == typeof(int) && value is double d && d == Math.Truncate(d)) return checked((int)d);
            return Convert.ChangeType(value, plain, CultureInfo.InvariantCulture);
        }
        if (plain.IsArray && value is IEnumerable items)
        {
            var element = plain.GetElementType()!;
            // One text is one item, not its letters.
            var list = (items is string ? [items] : items.Cast<object?>()).Select(v => ConvertTo(element, v)).ToArray();
            var array = Array.CreateInstance(element, list.Length);
            for (var i = 0; i < list.Length; i++) array.SetValue(list[i], i);
            return array;
        }
        if (plain.IsGenericType && value is IEnumerable source && value is not string)
        {
            var arguments = plain.GetGenericArguments();
            if (arguments.Length == 1 && plain.IsAssignableFrom(typeof(List<>).MakeGenericType(arguments)))
            {
                var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
                foreach (var item in source) list.Add(ConvertTo(arguments[0], item));
                return list;
            }
            if (arguments.Length == 2 && value is Config pairs && plain.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(arguments)))
            {
                var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
                foreach (var (k, v) in pairs) dictionary.Add(ConvertTo(arguments[0], k)!, ConvertTo(arguments[1], v));
                return dictionary;
            }
        }
        // 5. Implicit conversions of the parameter's type, such as those from a name.
        foreach (var candidate in plain.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy).Concat(BaseOperators(plain)))
        {
            if (candidate.Name != "op_Implicit" || !target.IsAssignableFrom(candidate.ReturnType) && !plain.IsAssignableFrom(candidate.ReturnType)) continue;
            var from = candidate.GetParameters()[0].ParameterType;
            if (from.IsInstanceOfType(value)) return candidate.Invoke(null, [value]);
        }
        throw new InvalidCastException($"No conversion from {value.GetType().Name} to {plain.Name}.");
    }

    private static IEnumerable<MethodInfo> BaseOperators(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            foreach (var method in t.GetMethods(BindingFlags.Static | BindingFlags.Public)) yield return method;
    }

    private static double ParseNumber(string text) => text switch
    {
        "Infinity" or "inf" => double.PositiveInfinity,
        "-Infinity" or "-inf" => double.NegativeInfinity,
        "NaN" or "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    internal static string Show(object? value) => value switch
    {
        null => "None",
        string s => "'" + s + "'",
        bool b => b ? "True" : "False",
        Config c => "{" + string.Join(", ", c.Select(p => $"'{p.Key}': {Show(p.Value)}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Show)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
