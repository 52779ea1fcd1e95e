namespace Keras.Saving.Hdf5;

/// <summary>A group of a file that is read. What it contains is read when it is first asked for.</summary>
internal sealed class H5Group : H5Object
{
    private const int MaxSoftLinks = 32;

    private readonly H5Group? _parent;
    private readonly int _depth;
    private List<H5Link>? _links;
    private Dictionary<string, H5Link>? _linksByName;
    private IReadOnlyList<H5Object>? _children;
    private readonly Dictionary<string, H5Object?> _opened = new(StringComparer.Ordinal);
    private Dictionary<string, H5Group>? _groups;
    private Dictionary<string, H5Dataset>? _datasets;

    /// <summary>Creates the group of a header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="parent">The group it was found in; null for the root.</param>
    /// <param name="name">Its name there.</param>
    public H5Group(Hdf5File file, H5Header header, H5Group? parent, string name)
        : base(file, header, parent, name)
    {
        _parent = parent;
        _depth = parent is null ? 0 : parent._depth + 1;
        if (_depth > Hdf5Writer.MaxDepth) throw file.Source.Fault($"its groups are nested more than {Hdf5Writer.MaxDepth} deep");
        for (var above = parent; above is not null; above = above._parent)
            if (above.Header.Address == header.Address) throw file.Source.Fault($"the group '{above.Path}' contains itself as '{Path}'");
    }

    /// <summary>The groups and datasets in it, in the order of the file. Named types, and links that lead nowhere, are left out.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or the group has a link to another file.</exception>
    public IReadOnlyList<H5Object> Children => _children ??= [.. Links.Select(Open).OfType<H5Object>()];

    /// <summary>The groups in it by name.</summary>
    public IReadOnlyDictionary<string, H5Group> Groups => _groups ??= ByName<H5Group>();

    /// <summary>The datasets in it by name.</summary>
    public IReadOnlyDictionary<string, H5Dataset> Datasets => _datasets ??= ByName<H5Dataset>();

    /// <summary>The names in it that stand for another path of the file.</summary>
    public IEnumerable<string> SoftLinks => Links.Where(l => l.Kind == H5LinkKind.Soft).Select(l => l.Name);

    private List<H5Link> Links => _links ??= ReadLinks();

    /// <summary>Finds a group.</summary>
    /// <param name="path">Its name, or a path of names separated by slashes.</param>
    /// <param name="group">The group.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetGroup(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out H5Group? group) => (group = Find(path) as H5Group) is not null;

    /// <summary>Finds a dataset.</summary>
    /// <param name="path">Its name, or a path of names separated by slashes.</param>
    /// <param name="dataset">The dataset.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetDataset(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out H5Dataset? dataset) => (dataset = Find(path) as H5Dataset) is not null;

    /// <summary>Finds a group or dataset.</summary>
    /// <param name="path">Its name, or a path of names separated by slashes; one that begins with a slash starts at the root.</param>
    /// <returns>The object; null where there is none.</returns>
    public H5Object? Find(string path)
    {
        H5Object? found = path.StartsWith('/') ? File.Root : this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".") continue;
            if (found is not H5Group group || !group.LinksByName.TryGetValue(name, out var link)) return null;
            found = group.Open(link);
        }
        return found;
    }

    private Dictionary<string, H5Link> LinksByName
    {
        get
        {
            if (_linksByName is not null) return _linksByName;
            var byName = new Dictionary<string, H5Link>(StringComparer.Ordinal);
            foreach (var link in Links)
                if (!byName.TryAdd(link.Name, link)) throw File.Source.Fault($"the group '{Path}' has two links '{link.Name}'");
            return _linksByName = byName;
        }
    }

    private Dictionary<string, T> ByName<T>() where T : H5Object
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var child in Children.OfType<T>())
            if (!byName.TryAdd(child.Name, child)) throw File.Source.Fault($"the group '{Path}' has two links '{child.Name}'");
        return byName;
    }

    private List<H5Link> ReadLinks()
    {
        if (Header.Find(H5Message.SymbolTable) is { } table) return H5SymbolTable.Read(File.Source, table.Span);

        // 1. The newer format: messages in the header where links are few, else a heap of messages, which a tree leads to.
        var links = new List<H5Link>();
        foreach (var message in Header.Messages)
            if (message.Type == H5Message.Link) links.Add(H5Link.Read(File.Source, message.Body.Span));
        if (Header.Find(H5Message.LinkInfo) is { } info)
        {
            var cursor = new H5Cursor(File.Source, info.Span, "list of links");
            cursor.Version(0);
            if ((cursor.U8() & 1) != 0) cursor.Skip(8);
            var (heap, names) = (cursor.Address(), cursor.Address());
            if (heap >= 0 && names >= 0) ReadDense(heap, names, links);
        }

        // 2. In order of creation, where the file keeps it, else of names.
        return links.TrueForAll(l => l.Order is not null)
            ? [.. links.OrderBy(l => l.Order)]
            : [.. links.OrderBy(l => l.Name, StringComparer.Ordinal)];
    }

    private void ReadDense(long heapAddress, long namesAddress, List<H5Link> links)
    {
        // A record is the hash of the name, then the identifier of the message in the heap.
        var heap = new H5FractalHeap(File.Source, heapAddress);
        foreach (var record in H5Tree2.Read(File.Source, namesAddress, 5).Records)
            links.Add(H5Link.Read(File.Source, heap.Read(record.Span[Math.Min(4, record.Length)..]).Span));
    }

    private H5Object? Open(H5Link link)
    {
        if (_opened.TryGetValue(link.Name, out var known)) return known;
        return _opened[link.Name] = link.Kind switch
        {
            H5LinkKind.Hard => File.OpenObject(link.Address, this, link.Name),
            H5LinkKind.Soft => Follow(link) is { } target ? File.OpenObject(target.Address, this, link.Name) : null,
            _ => throw File.Source.Fault($"'{Path}' has a link '{link.Name}' to another file, which is not followed; copy the data into this file"),
        };
    }

    /// <summary>Follows a soft link to the hard link at its end; null where there is none.</summary>
    private H5Link? Follow(H5Link soft)
    {
        // The names still to be walked, the next one last. A soft link on the way adds its own.
        var names = new Stack<string>();
        var group = this;
        var link = soft;
        for (var hops = 0; ;)
        {
            if (link.Kind == H5LinkKind.Soft)
            {
                if (++hops > MaxSoftLinks) throw File.Source.Fault($"the soft link '{soft.Name}' in '{Path}' leads to another one, and so on, more than {MaxSoftLinks} times");
                foreach (var name in link.Target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                    if (name != ".") names.Push(name);
                if (link.Target.StartsWith('/')) group = File.Root;
                if (names.Count == 0) return null;                              // the root itself, or nothing
            }
            else if (link.Kind != H5LinkKind.Hard || names.Count == 0)
            {
                return link.Kind == H5LinkKind.Hard ? link : null;
            }
            else if (group.Open(link) is H5Group inner)
            {
                group = inner;
            }
            else
            {
                return null;
            }
            if (!group.LinksByName.TryGetValue(names.Pop(), out var next)) return null;
            link = next;
        }
    }
}
