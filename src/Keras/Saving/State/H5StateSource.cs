using Keras.Saving.Hdf5;

namespace Keras.Saving.State;

/// <summary>A file in the layout of Keras 3's <c>.weights.h5</c>.</summary>
internal sealed class H5StateSource(Hdf5File file) : IStateSource
{
    private static readonly Dictionary<string, H5Dataset> Nothing = [];

    /// <inheritdoc/>
    public string Name => file.Name;

    /// <summary>Whether a file has this layout, and not that of the .h5 files of all ages.</summary>
    internal static bool Fits(Hdf5File file) =>
        !file.Root.Attributes.HasStrings("layer_names") && !file.Root.Attributes.HasAttribute("model_config") && !file.Root.TryGetGroup("model_weights", out _);

    /// <inheritdoc/>
    public bool Has(string path) => Find(file.Root, path.Split('/'), prefix: true) is not null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, H5Dataset> Get(string path) =>
        Find(file.Root, path.Length == 0 ? ["vars"] : [.. path.Split('/'), "vars"], prefix: false) is { } variables ? variables.Datasets : Nothing;

    /// <summary>Walks down the parts of a path. Keras on Windows once joined some of them by a backslash, which is part of the group's name then.</summary>
    private static H5Group? Find(H5Group group, ReadOnlySpan<string> parts, bool prefix)
    {
        if (parts.Length == 0) return group;
        for (var count = 1; count <= parts.Length; count++)
        {
            var name = string.Join('\\', parts[..count]!);
            if (group.TryGetGroup(name, out var child) && Find(child, parts[count..], prefix) is { } found) return found;
            if (prefix && count == parts.Length && group.Groups.Keys.Any(k => k.StartsWith(name + '\\', StringComparison.Ordinal))) return group;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
