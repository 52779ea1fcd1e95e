namespace Keras.Saving.Hdf5;

/// <summary>A group of a tree that is to be written: named children and attributes.</summary>
internal sealed class H5GroupNode : H5Node
{
    private readonly List<KeyValuePair<string, H5Node>> _children = [];
    private readonly Dictionary<string, H5Node> _byName = new(StringComparer.Ordinal);

    /// <summary>The children in order of creation. The file has them in order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, H5Node>> Children => _children;

    /// <summary>The group at a path below this one; it and the groups on the way are made where they are missing.</summary>
    /// <param name="path">A name, or several separated by slashes.</param>
    /// <exception cref="ArgumentException">A part of the path is a dataset.</exception>
    public H5GroupNode Group(string path)
    {
        var group = this;
        foreach (var name in path.Split('/'))
        {
            if (!group._byName.TryGetValue(name, out var child)) group.Attach(name, child = new H5GroupNode());
            group = child as H5GroupNode ?? throw new ArgumentException($"'{name}' in '{path}' is a dataset already, so no group can have this name.", nameof(path));
        }
        return group;
    }

    /// <summary>Adds a dataset; the groups on the way to it are made where they are missing.</summary>
    /// <param name="path">A name, or several separated by slashes.</param>
    /// <param name="dataset">The dataset.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentException">There is something at the path already.</exception>
    public H5DatasetNode Add(string path, H5DatasetNode dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var slash = path.LastIndexOf('/');
        (slash < 0 ? this : Group(path[..slash])).Attach(path[(slash + 1)..], dataset);
        return dataset;
    }

    private void Attach(string name, H5Node child)
    {
        H5Names.Check(name, "group or dataset", allowSlash: false);
        if (!_byName.TryAdd(name, child)) throw new ArgumentException($"There is a group or dataset '{name}' already.", nameof(name));
        _children.Add(new(name, child));
    }
}
