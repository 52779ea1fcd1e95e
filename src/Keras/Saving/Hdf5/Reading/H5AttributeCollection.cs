namespace Keras.Saving.Hdf5;

/// <summary>The attributes of a group or dataset that is read.</summary>
internal sealed class H5AttributeCollection
{
    private readonly Hdf5File _file;
    private readonly string _path;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, H5AttributeValue> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the attributes of an object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header of the object.</param>
    /// <param name="path">The path of the object, for messages.</param>
    public H5AttributeCollection(Hdf5File file, H5Header header, string path)
    {
        _file = file;
        _path = path;

        // 1. Few attributes are messages in the header.
        foreach (var message in header.Messages)
        {
            if (message.Type != H5Message.Attribute) continue;
            var body = message.IsShared ? header.Shared(message.Body.Span, H5Message.Attribute) : message.Body;
            Add(H5AttributeValue.Read(file, header, body));
        }

        // 2. Many, or large ones, are messages in a heap, which a tree leads to.
        if (header.Find(H5Message.AttributeInfo) is not { } info) return;
        var cursor = new H5Cursor(file.Source, info.Span, "list of attributes");
        cursor.Version(0);
        if ((cursor.U8() & 1) != 0) cursor.Skip(2);
        var (heapAddress, namesAddress) = (cursor.Address(), cursor.Address());
        if (heapAddress < 0 || namesAddress < 0) return;
        var heap = new H5FractalHeap(file.Source, heapAddress);
        var dense = new List<(uint Order, H5AttributeValue Value)>();
        foreach (var record in H5Tree2.Read(file.Source, namesAddress, 8).Records)
        {
            // A record is the identifier in the heap, the message's flags, the order of creation and the hash of the name.
            var part = new H5Cursor(file.Source, record.Span, "list of attributes");
            var id = part.Bytes(8);
            if ((part.U8() & 2) != 0) throw file.Source.Fault("it keeps shared attributes in a heap, which is not supported; save it again without shared messages");
            dense.Add((part.U32(), H5AttributeValue.Read(file, header, heap.Read(id))));
        }
        foreach (var (_, value) in dense.OrderBy(d => d.Order)) Add(value);
    }

    /// <summary>The names in the order of the file.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether there is an attribute of a name.</summary>
    public bool HasAttribute(string name) => _values.ContainsKey(name);

    /// <summary>The attribute of a name, or null.</summary>
    public H5AttributeValue? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>The text of an attribute: a scalar of any kind of string, or an array of one.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <exception cref="InvalidDataException">There is no such attribute, or it is no single text.</exception>
    public string ReadString(string name) => (Find(name) ?? throw Missing(name)).ReadString();

    /// <summary>Whether there is a list of texts of a name, in one attribute or in several parts.</summary>
    public bool HasStrings(string name) => HasAttribute(name) || HasAttribute(name + "0");

    /// <summary>The texts of an attribute, or, where there is none of this name, of the attributes <c>name0</c>, <c>name1</c>, … one after the other.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <exception cref="InvalidDataException">There is no such attribute, or it holds no texts.</exception>
    public string[] ReadStrings(string name)
    {
        if (Find(name) is { } whole) return whole.ReadStrings();
        var all = new List<string>();
        var part = 0;
        while (Find(name + part) is { } value)
        {
            all.AddRange(value.ReadStrings());
            part++;
        }
        return part > 0 ? [.. all] : throw Missing(name);
    }

    /// <summary>The numbers of an attribute, converted to double; one for a scalar.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <exception cref="InvalidDataException">There is no such attribute, or it holds no numbers.</exception>
    public double[] ReadNumbers(string name) => (Find(name) ?? throw Missing(name)).ReadNumbers();

    private void Add(H5AttributeValue value)
    {
        if (_values.TryAdd(value.Name, value)) _names.Add(value.Name);
    }

    private InvalidDataException Missing(string name)
    {
        var others = string.Join(", ", _names.Take(20).Select(n => $"'{n}'"));
        return _file.Source.Fault($"'{_path}' has no attribute '{name}'{(others.Length == 0 ? "" : $"; it has {others}")}");
    }
}
