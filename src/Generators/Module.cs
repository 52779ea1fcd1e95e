namespace Keras.Generators;

/// <summary>A module of the facade: its members and the modules below it.</summary>
/// <param name="name">Last part of the path.</param>
/// <param name="path">Full path, <c>keras.optimizers.schedules</c>.</param>
internal sealed class Module(string name, string path)
{
    /// <summary>Last part of the path.</summary>
    public string Name { get; } = name;

    /// <summary>Full path.</summary>
    public string Path { get; } = path;

    /// <summary>Modules below, by name.</summary>
    public SortedDictionary<string, Module> Modules { get; } = new(StringComparer.Ordinal);

    /// <summary>Members by name; several of one name are overloads.</summary>
    public SortedDictionary<string, List<FacadeMember>> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The module below of the given name, made when it is not there.</summary>
    public Module Below(string name)
    {
        if (!Modules.TryGetValue(name, out var module)) Modules.Add(name, module = new Module(name, Path + "." + name));
        return module;
    }
}
