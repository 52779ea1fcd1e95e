namespace Keras.Saving.Hdf5;

/// <summary>The links of a group of the classic format: a tree of tables, and a heap of names.</summary>
/// <param name="source">The file.</param>
internal sealed class H5SymbolTable(H5Source source)
{
    private readonly List<H5Link> _links = [];
    private readonly HashSet<long> _seen = [];
    private byte[] _names = [];
    private long _namesRead;

    /// <summary>Reads all links of a group, in order of their names.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message that says where the tree and the names are.</param>
    public static List<H5Link> Read(H5Source source, ReadOnlySpan<byte> body)
    {
        var cursor = new H5Cursor(source, body, "symbol table");
        var (tree, heap) = (cursor.Address(), cursor.Address());
        var table = new H5SymbolTable(source);
        table._names = table.Names(heap);
        table.Node(tree, null);
        return table._links;
    }

    private byte[] Names(long address)
    {
        var cursor = new H5Cursor(source, source.Read(address, 8 + 2 * source.LengthSize + source.AddressSize, "heap of names"), "heap of names");
        cursor.Signature("HEAP"u8);
        cursor.Version(0);
        cursor.Skip(3);
        var length = cursor.Length();
        cursor.Length();
        return source.Read(cursor.Address(), length, "heap of names");
    }

    /// <summary>Reads a node of the tree and all below it.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="expected">Its level, 0 for the lowest; null for the root. Since it falls by one, the tree cannot go round.</param>
    private void Node(long address, int? expected)
    {
        if (!_seen.Add(address)) throw source.Fault("a node of a group's tree is used twice; the file is damaged");
        var prefix = new H5Cursor(source, source.Read(address, 8 + 2 * source.AddressSize, "tree of a group"), "tree of a group");
        prefix.Signature("TREE"u8);
        if (prefix.U8() != 0) throw source.Fault("the tree of a group is a tree of another kind; the file is damaged");
        int level = prefix.U8();
        if (level > 40 || (expected is { } known && level != known)) throw source.Fault("the levels of a group's tree are wrong; the file is damaged");
        var count = prefix.U16();
        var entry = source.LengthSize + source.AddressSize;
        var cursor = new H5Cursor(source, source.Read(address + 8 + 2 * source.AddressSize, (long)count * entry, "tree of a group"), "tree of a group");
        for (var i = 0; i < count; i++)
        {
            cursor.Skip(source.LengthSize);
            var child = cursor.Address();
            if (level > 0) Node(child, level - 1);
            else Leaf(child);
        }
    }

    private void Leaf(long address)
    {
        if (!_seen.Add(address)) throw source.Fault("a table of a group is used twice; the file is damaged");
        var prefix = new H5Cursor(source, source.Read(address, 8, "table of a group"), "table of a group");
        prefix.Signature("SNOD"u8);
        prefix.Version(1);
        prefix.Skip(1);
        var count = prefix.U16();
        var size = 24 + source.LengthSize + source.AddressSize;
        var cursor = new H5Cursor(source, source.Read(address + 8, (long)count * size, "table of a group"), "table of a group");
        for (var i = 0; i < count; i++)
        {
            var name = Name(cursor.Length());
            var header = cursor.Address();
            var kind = cursor.U32();
            cursor.Skip(4);
            var scratch = cursor.Bytes(16);
            if (kind == 2) _links.Add(new H5Link(name, H5LinkKind.Soft, -1, Name(new H5Cursor(source, scratch, "link").U32())));
            else if (kind < 2) _links.Add(new H5Link(name, H5LinkKind.Hard, header));
            else throw source.Fault($"a link has the kind {kind}, 0 to 2 are expected; the file is damaged");
        }
    }

    private string Name(long offset)
    {
        if (offset >= _names.Length) throw source.Fault("a name is past the end of the names; the file is damaged");
        var text = _names.AsSpan((int)offset);
        var length = text.IndexOf((byte)0);
        if (length < 0) throw source.Fault("a name has no end; the file is damaged");

        // Every link has a name of its own, so together they are no longer than the heap.
        _namesRead += length;
        if (_namesRead > _names.Length) throw source.Fault("many links have the same name; the file is damaged");
        return H5Strings.UpToZero(text);
    }
}
