using Keras.Utils;

namespace Keras.Saving;

/// <summary>The classes of one kind by the names under which strings and configurations may give them: the class name and its snake case.</summary>
/// <typeparam name="T">Base class of the kind.</typeparam>
internal sealed class ObjectTable<T> where T : class
{
    private readonly string _what;
    private readonly Dictionary<string, Type> _byName = new(StringComparer.Ordinal);

    /// <summary>Makes the table.</summary>
    /// <param name="what">The kind in messages, such as <c>initializer</c>.</param>
    /// <param name="types">The classes.</param>
    /// <param name="aliases">Further names.</param>
    internal ObjectTable(string what, Type[] types, params (string Name, Type Type)[] aliases)
    {
        _what = what;
        foreach (var type in types) _byName[KerasRegistry.ClassName(type)] = type;
        foreach (var type in types) _byName[Naming.ToSnakeCase(KerasRegistry.ClassName(type))] = type;
        foreach (var (name, type) in aliases) _byName[name] = type;
    }

    /// <summary>The object of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such name, or the class has an argument without a default.</exception>
    internal T FromName(string name)
    {
        if (KerasRegistry.FindCustom(name) is { } custom) return FromCustom(name, custom);
        return _byName.TryGetValue(name, out var type) ? (T)Serialization.Make(type, new Config(), new Config()) : throw Unknown(ConfigReflection.Show(name));
    }

    /// <summary>The object of a configuration with at least <c>class_name</c> and <c>config</c>.</summary>
    /// <exception cref="ArgumentException">The class is not known or of another kind.</exception>
    internal T FromConfig(Config config)
    {
        if (config.Get("class_name") is not string name) throw Unknown(ConfigReflection.Show(config));
        var made = _byName.TryGetValue(name, out var type) && KerasRegistry.FindCustom(name) is null
            ? Serialization.Make(type, config.Get("config") as Config ?? new Config(), config)
            : config.Get("module") is null && KerasRegistry.FindCustom(name) is null ? throw Unknown(ConfigReflection.Show(name))
            : Serialization.Deserialize(config, typeof(T));
        return made as T ?? throw Unknown(ConfigReflection.Show(config));
    }

    /// <summary>What an identifier stands for: a name, a configuration, a class, or an object, which stays as it is.</summary>
    /// <returns>The object, or <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It is nothing of that.</exception>
    internal T? Get(object? identifier) => identifier switch
    {
        null => null,
        T made => made,
        string name => FromName(name),
        Config config => FromConfig(config),
        Type type when typeof(T).IsAssignableFrom(type) => (T)Serialization.Make(type, new Config(), new Config()),
        _ => throw Unknown($"{ConfigReflection.Show(identifier)} (of type {identifier.GetType().Name})"),
    };

    private T FromCustom(string name, object custom) => custom switch
    {
        T made => made,
        Type type when typeof(T).IsAssignableFrom(type) => (T)Serialization.Make(type, new Config(), new Config()),
        _ => throw new ArgumentException($"The name '{name}' is registered for {custom}, which is no {_what}."),
    };

    private ArgumentException Unknown(string identifier) =>
        new($"Could not interpret {_what} identifier: {identifier}. Expected one of: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}; " +
            "or an object, or a class of your own registered with keras.saving.register_keras_serializable.");
}
