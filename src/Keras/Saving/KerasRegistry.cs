using System.Collections.Concurrent;
using System.Reflection;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Every exported and every user-registered class by its names: strings, configs and files resolve through it.</summary>
public static class KerasRegistry
{
    private static readonly Lock s_lock = new();
    private static readonly List<Lazy<Entry[]>> s_providers = [];
    private static volatile Index? s_index;
    private static readonly ConcurrentDictionary<Type, string> s_classNames = new();
    private static readonly ConcurrentDictionary<string, object> s_custom = new(StringComparer.Ordinal);
    private static readonly Dictionary<object, string> s_customNames = [];

    /// <summary>One export: its names, and the class, or the static member that holds a function.</summary>
    /// <param name="Names">Full public names, the canonical one first.</param>
    /// <param name="Owner">The class itself, or the class of the member.</param>
    /// <param name="Member">Name of the static property or method; <see langword="null"/> for a class.</param>
    public readonly record struct Entry(string[] Names, Type Owner, string? Member);

    /// <summary>Adds the exports of an assembly. The generated code of each assembly calls this.</summary>
    /// <param name="table">Gives the exports; called when a name is first looked up.</param>
    public static void AddTable(Func<Entry[]> table)
    {
        lock (s_lock)
        {
            s_providers.Add(new(table));
            s_index = null;
        }
    }

    internal static IReadOnlyList<Entry> Entries => Current.All;

    private static Index Current
    {
        get
        {
            if (s_index is { } index) return index;
            lock (s_lock) return s_index ??= new Index(s_providers.SelectMany(p => p.Value).ToArray());
        }
    }

    /// <summary>The class name in saved files: that of the canonical export, or of the registration, or of the type.</summary>
    internal static string ClassName(Type type) => s_classNames.GetOrAdd(type, static t =>
        t.GetCustomAttribute<KerasExportAttribute>(false) is { } export ? export.Names[0][(export.Names[0].LastIndexOf('.') + 1)..] : t.Name);

    /// <summary>The module in saved files, such as <c>keras.layers</c>; <see langword="null"/> for a class that is not exported.</summary>
    internal static string? ModuleName(Type type) =>
        type.GetCustomAttribute<KerasExportAttribute>(false) is { } export ? export.Names[0][..export.Names[0].LastIndexOf('.')] : null;

    /// <summary>The exported class of a full name, or of a module and class name; <see langword="null"/> where there is none.</summary>
    internal static Type? FindClass(string module, string name) =>
        Current.Classes.TryGetValue(module + "." + name, out var type) ? type : null;

    /// <summary>The exported class of a name that is a subclass of another, wherever it is exported.</summary>
    internal static Type? FindClass(string name, Type baseType) =>
        Current.ByShortName.TryGetValue(name, out var types) ? types.FirstOrDefault(baseType.IsAssignableFrom) : null;

    /// <summary>The function of a full name: the value of an exported static property, or the exported methods.</summary>
    internal static Delegate? FindFunction(string module, string name) =>
        Current.Functions.TryGetValue(module + "." + name, out var entry)
            ? entry.Owner.GetProperty(entry.Member!, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as Delegate
            : null;

    /// <summary>The exported static methods of a full name.</summary>
    internal static MethodInfo[] FindMethods(string fullName) =>
        Current.Functions.TryGetValue(fullName, out var entry)
            ? [.. entry.Owner.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name == entry.Member)]
            : [];

    /// <summary>Makes an object of a registered name, with the defaults of its constructor.</summary>
    /// <param name="identifier">Class name, in Keras's spelling or in snake case.</param>
    /// <param name="module">Where to look, such as <c>keras.initializers</c>.</param>
    /// <exception cref="ArgumentException">There is no such name; the message lists those there are.</exception>
    internal static T Make<T>(string identifier, string module) where T : class
    {
        if (FindCustom(identifier) is { } custom)
        {
            if (custom is Type t && typeof(T).IsAssignableFrom(t)) return (T)ConfigReflection.Construct(t, new Config());
            if (custom is T made) return made;
        }
        var key = module + "." + identifier;
        if (Current.Classes.TryGetValue(key, out var type) || Current.SnakeClasses.TryGetValue(key, out type))
        {
            if (typeof(T).IsAssignableFrom(type) && !type.IsAbstract) return (T)ConfigReflection.Construct(type, new Config());
        }
        var known = Current.SnakeClasses.Where(p => p.Key.StartsWith(module + ".", StringComparison.Ordinal) && typeof(T).IsAssignableFrom(p.Value) && !p.Value.IsAbstract)
            .Select(p => p.Key[(module.Length + 1)..]).Where(n => !n.Contains('.')).Distinct().Order(StringComparer.Ordinal);
        throw new ArgumentException($"Unknown {typeof(T).Name.ToLowerInvariant()}: '{identifier}'. Expected one of: {string.Join(", ", known)}; " +
            "or pass an object, or register a class of your own with keras.saving.register_keras_serializable.");
    }

    /// <summary>Registers a class of yours, so that saved models that use it can be loaded.</summary>
    /// <typeparam name="T">The class: a layer, loss, metric, optimizer, …</typeparam>
    /// <param name="package">First part of the registered name.</param>
    /// <param name="name">Second part; the class's name where <see langword="null"/>.</param>
    [KerasExport("keras.saving.register_keras_serializable", "keras.utils.register_keras_serializable")]
    public static void register_keras_serializable<T>(string package = "Custom", string? name = null) => Register(typeof(T), typeof(T).Name, package, name);

    internal static void Register(object target, string className, string package, string? name)
    {
        var full = package + ">" + (name ?? className);
        lock (s_lock)
        {
            s_custom[full] = target;
            s_customNames[target] = full;
        }
    }

    /// <summary>The name under which a class was registered, or its class name.</summary>
    /// <param name="type">The class.</param>
    [KerasExport("keras.saving.get_registered_name", "keras.utils.get_registered_name")]
    public static string get_registered_name(Type type)
    {
        lock (s_lock) return s_customNames.TryGetValue(type, out var name) ? name : ClassName(type);
    }

    internal static bool IsRegistered(object target)
    {
        lock (s_lock) return s_customNames.ContainsKey(target);
    }

    /// <summary>What is registered under a name, in the open scopes of custom objects or for the process; <see langword="null"/> where nothing is.</summary>
    /// <param name="name">Registered name, such as <c>Custom&gt;MyLayer</c>.</param>
    [KerasExport("keras.saving.get_registered_object", "keras.utils.get_registered_object")]
    public static object? get_registered_object(string name) => FindCustom(name);

    /// <summary>What is registered for the process, by registered name: the dictionary itself, so that adding to it registers and clearing it forgets.</summary>
    [KerasExport("keras.saving.get_custom_objects", "keras.utils.get_custom_objects", Former = ["keras.utils.generic_utils.get_custom_objects"])]
    public static IDictionary<string, object> get_custom_objects() => s_custom;

    internal static object? FindCustom(string name)
    {
        if (CustomObjectScope.Find(name) is { } scoped) return scoped;
        return s_custom.TryGetValue(name, out var found) ? found : null;
    }

    private sealed class Index
    {
        internal Index(Entry[] all)
        {
            All = all;
            foreach (var entry in all)
                foreach (var name in entry.Names)
                {
                    if (entry.Member is not null)
                    {
                        Functions.TryAdd(name, entry);
                        continue;
                    }
                    var dot = name.LastIndexOf('.');
                    var shortName = name[(dot + 1)..];
                    Classes.TryAdd(name, entry.Owner);
                    SnakeClasses.TryAdd(name[..(dot + 1)] + Naming.ToSnakeCase(shortName), entry.Owner);
                    if (!ByShortName.TryGetValue(shortName, out var types)) ByShortName[shortName] = types = [];
                    if (!types.Contains(entry.Owner)) types.Add(entry.Owner);
                }
        }

        internal Entry[] All { get; }

        internal Dictionary<string, Type> Classes { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, Type> SnakeClasses { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, List<Type>> ByShortName { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, Entry> Functions { get; } = new(StringComparer.Ordinal);
    }
}
