using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>
/// Writes a tree as an HDF5 file of the classic format, the one that h5py writes by default: superblock 0, object headers of version 1,
/// groups as symbol tables, contiguous datasets. Every version of libhdf5 opens it.
/// </summary>
/// <remarks>
/// The file is the superblock, then everything that describes (built in memory, children before their parents, since a parent names the
/// addresses of its children), then the data, which is streamed: nothing of it is held here.
/// </remarks>
internal sealed class Hdf5Writer
{
    /// <summary>How many groups may be nested in each other; the reader refuses more as well.</summary>
    public const int MaxDepth = 64;

    // The ranks of the groups' trees are the defaults of libhdf5: a leaf has 2 * LeafRank entries, a node 2 * NodeRank children.
    private const int LeafRank = 4;
    private const int NodeRank = 16;
    private const int SuperblockSize = 96;
    private const int SymbolSize = 40;

    /// <summary>The bytes of messages after which an object header is continued in another block.</summary>
    private const int HeaderBlockSize = 1 << 18;

    /// <summary>The bytes of strings that go into one collection of the global heap, unless one string alone has more.</summary>
    private const int CollectionSize = 1 << 16;

    /// <summary>The smallest collection that libhdf5 accepts.</summary>
    private const int MinCollectionSize = 4096;

    private readonly H5Buffer _buffer = new();
    private readonly List<(H5DatasetNode Node, string Path)> _datasets = [];
    private readonly List<(int Position, long Offset)> _dataAddresses = [];
    private readonly List<(int Position, byte[] Text)> _strings = [];
    private long _dataLength;

    private Hdf5Writer()
    {
    }

    /// <summary>Writes a tree to a file, which replaces an older file of this name only when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The root group.</param>
    /// <exception cref="IOException">The folder is missing, the path is a folder, or the disk is full or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the existing file must not be written.</exception>
    public static void Write(string path, H5GroupNode root) => AtomicFile.Write(path, stream => Write(stream, root));

    /// <summary>Writes a tree to a stream, from front to back. What the stream holds before its position is no part of the HDF5 file.</summary>
    /// <param name="stream">Any stream that can be written.</param>
    /// <param name="root">The root group.</param>
    public static void Write(Stream stream, H5GroupNode root)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(root);
        var writer = new Hdf5Writer();
        writer.Describe(root);
        stream.Write(writer._buffer.Span);
        foreach (var (node, path) in writer._datasets)
        {
            node.Write(stream, path);
            stream.Write(new byte[Padding(node.ByteLength)]);
        }
    }

    private void Describe(H5GroupNode root)
    {
        // 1. Room for the superblock, then all objects and strings.
        _buffer.Skip(SuperblockSize);
        var symbol = Group(root, "", 0);
        Strings();

        // 2. The data follows: now its addresses are known.
        foreach (var (position, offset) in _dataAddresses) _buffer.Patch(position, _buffer.Length + offset);

        // 3. The superblock.
        var superblock = new H5Buffer()
            .U8(0x89).Bytes("HDF\r\n"u8).U8(0x1a, 0x0a)                         // the signature
            .U8(0, 0, 0, 0, 0, 8, 8, 0)                                         // versions; addresses and lengths of eight bytes
            .U16(LeafRank).U16(NodeRank).U32(0)
            .I64(0).I64(-1).I64(_buffer.Length + _dataLength).I64(-1);          // base, free space, end of the file, driver
        Symbol(superblock, 0, symbol);
        for (var i = 0; i < SuperblockSize; i += 8) _buffer.Patch(i, BitConverter.ToInt64(superblock.Span[i..]));
    }

    /// <summary>Where an object is; of a group also where its tree and names are.</summary>
    private readonly record struct Place(long Header, long Tree = 0, long Heap = 0);

    private Place Object(H5Node node, string path, int depth)
        => node is H5GroupNode group ? Group(group, path, depth) : Dataset((H5DatasetNode)node, path);

    private Place Group(H5GroupNode group, string path, int depth)
    {
        // 1. The children, in order of the bytes of their names, as the tree demands.
        if (depth > MaxDepth) throw new ArgumentException($"The group '{path}' is nested more than {MaxDepth} deep.");
        var children = group.Children.Select(c => (Name: Encoding.UTF8.GetBytes(c.Key), c.Key, c.Value)).ToArray();
        Array.Sort(children, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        var places = children.Select(c => Object(c.Value, $"{path}/{c.Key}", depth + 1)).ToArray();

        // 2. The names: each ends with a zero byte, the first is the empty one.
        var names = new H5Buffer();
        names.Skip(8);
        var offsets = new long[children.Length];
        for (var i = 0; i < children.Length; i++)
        {
            offsets[i] = names.Length;
            names.Bytes(children[i].Name).U8(0).Align();
        }
        var heap = (long)_buffer.Length;
        _buffer.Bytes("HEAP"u8).U32(0).I64(names.Length).I64(1).I64(heap + 32); // 1: nothing of it is free
        _buffer.Bytes(names.Span);

        // 3. The tree over the names, and the header that points to both.
        var tree = Tree(places, offsets);
        var table = new H5Buffer().I64(tree).I64(heap);
        return new Place(Header(path, [new(0x11, 0, table), .. group.Attributes.Select(a => Attribute(a, path))]), tree, heap);
    }

    /// <summary>Writes the tree of a group from its leaves to its root.</summary>
    private long Tree(Place[] children, long[] names)
    {
        // 1. The leaves. The key of a node is the greatest name in it.
        var level = new List<(long Address, long Key)>();
        for (var start = 0; start < children.Length; start += 2 * LeafRank)
        {
            var count = Math.Min(2 * LeafRank, children.Length - start);
            level.Add((_buffer.Length, names[start + count - 1]));
            _buffer.Bytes("SNOD"u8).U8(1, 0).U16(count);
            for (var i = start; i < start + count; i++) Symbol(_buffer, names[i], children[i]);
            _buffer.Skip((2 * LeafRank - count) * SymbolSize);
        }

        // 2. Levels of nodes, until one node is left. Every node has room for all the children it may have.
        const int size = 24 + 8 * (4 * NodeRank + 1);
        for (byte depth = 0; ; depth++)
        {
            var above = new List<(long Address, long Key)>();
            long key = 0;
            for (var start = 0; start < Math.Max(1, level.Count); start += 2 * NodeRank)
            {
                var address = _buffer.Length;
                var count = Math.Min(2 * NodeRank, level.Count - start);
                _buffer.Bytes("TREE"u8).U8(0, depth).U16(count)
                    .I64(start == 0 ? -1 : address - size)                      // the siblings
                    .I64(start + count >= level.Count ? -1 : address + size)
                    .I64(key);
                foreach (var (child, childKey) in level.Slice(start, count)) _buffer.I64(child).I64(key = childKey);
                _buffer.Skip(size - (_buffer.Length - address));
                above.Add((address, key));
            }
            if (above.Count == 1) return above[0].Address;
            level = above;
        }
    }

    private static void Symbol(H5Buffer buffer, long name, Place place)
    {
        buffer.I64(name).I64(place.Header);
        if (place.Tree == 0) buffer.Skip(24);
        else buffer.U32(1).U32(0).I64(place.Tree).I64(place.Heap);
    }

    private Place Dataset(H5DatasetNode dataset, string path)
    {
        var (space, type, fill, layout) = (new H5Buffer(), new H5Buffer(), new H5Buffer(), new H5Buffer());
        H5Encoding.Space(space, dataset.Shape);
        H5Encoding.Type(type, dataset.Type);
        fill.U8(2, 2, 2, 1).U32(0);                                             // the default: zeros, written if ever needed
        layout.U8(3, 1).I64(-1).I64(dataset.ByteLength);                        // contiguous
        var header = Header(path,
        [
            new(0x01, 0, space), new(0x03, 1, type), new(0x05, 1, fill), new(0x08, 0, layout) { Data = dataset.ByteLength > 0 ? _dataLength : -1 },
            .. dataset.Attributes.Select(a => Attribute(a, path)),
        ]);
        _datasets.Add((dataset, path));
        _dataLength += dataset.ByteLength + Padding(dataset.ByteLength);
        return new Place(header);
    }

    /// <summary>A message of an object header.</summary>
    private sealed record Message(int Type, byte Flags, H5Buffer Body)
    {
        /// <summary>Of the layout of a dataset that has data: where it is, counted from the start of all data.</summary>
        public long Data { get; init; } = -1;

        /// <summary>Of an attribute: its strings of variable length, whose references are the last bytes of the body.</summary>
        public byte[][] Strings { get; init; } = [];
    }

    private static Message Attribute(H5Attribute attribute, string path)
    {
        var (type, space, body) = (new H5Buffer(), new H5Buffer(), new H5Buffer());
        if (attribute.Type == H5DType.String) H5Encoding.StringType(type, attribute.FixedLength, attribute.Utf8);
        else H5Encoding.Type(type, attribute.Type);
        H5Encoding.Space(space, attribute.Shape);
        var name = Encoding.UTF8.GetBytes(attribute.Name + '\0');
        body.U8(1, 0).U16(name.Length).U16(type.Length).U16(space.Length)
            .Bytes(name).Align().Bytes(type.Span).Align().Bytes(space.Span).Align();
        if (attribute.Data is { } data) body.Bytes(data);
        else foreach (var text in attribute.VariableStrings!) body.U32(text.Length).I64(-1).U32(0);
        if (body.Length > ushort.MaxValue - 7)
            throw new ArgumentException($"The attribute '{attribute.Name}' of '{path}/' takes {body.Length} bytes of the object's header with its name, {ushort.MaxValue - 7} at most fit. Shorten its name, or split it into several attributes.");
        return new Message(0x0c, 0, body) { Strings = attribute.VariableStrings ?? [] };
    }

    private long Header(string path, List<Message> messages)
    {
        // 1. Spread the messages over blocks; all but the last block end with a message that says where the next one is.
        var blocks = new List<List<Message>> { new() };
        var size = 0;
        foreach (var message in messages)
        {
            message.Body.Align();
            if (size > 0 && size + message.Body.Length > HeaderBlockSize)
            {
                blocks.Add([]);
                size = 0;
            }
            blocks[^1].Add(message);
            size += 8 + message.Body.Length;
        }
        var count = messages.Count + blocks.Count - 1;
        if (count > ushort.MaxValue) throw new ArgumentException($"'{path}/' has {messages.Count} attributes, an HDF5 object holds fewer than 65000.");

        // 2. Write the blocks one after the other. Only the first has a prefix.
        int Size(int block) => blocks[block].Sum(m => 8 + m.Body.Length) + (block < blocks.Count - 1 ? 24 : 0);
        var header = _buffer.Length;
        _buffer.U8(1, 0).U16(count).U32(1).U32(Size(0)).U32(0);
        for (var block = 0; block < blocks.Count; block++)
        {
            foreach (var message in blocks[block]) Write(message);
            if (block < blocks.Count - 1) _buffer.U16(0x10).U16(16).U32(0).I64(_buffer.Length + 16).I64(Size(block + 1));
        }
        return header;
    }

    private void Write(Message message)
    {
        _buffer.U16(message.Type).U16(message.Body.Length).U8(message.Flags, 0, 0, 0);
        var start = _buffer.Length;
        _buffer.Bytes(message.Body.Span);
        if (message.Data >= 0) _dataAddresses.Add((start + 2, message.Data));
        var references = _buffer.Length - 16 * message.Strings.Length;
        for (var i = 0; i < message.Strings.Length; i++) _strings.Add((references + 16 * i + 4, message.Strings[i]));
    }

    /// <summary>Writes the strings of all attributes into collections of the global heap, and puts their addresses into the attributes.</summary>
    private void Strings()
    {
        for (var start = 0; start < _strings.Count;)
        {
            // 1. Which strings go into this collection.
            var (end, size) = (start, 16L);
            while (end < _strings.Count && (end == start || size + StringSize(end) <= CollectionSize)) size += StringSize(end++);

            // 2. The collection. An object with the number 0 is the space that is left.
            var address = _buffer.Length;
            var total = Math.Max(size, MinCollectionSize);
            _buffer.Bytes("GCOL"u8).U8(1, 0, 0, 0).I64(total);
            for (var i = start; i < end; i++)
            {
                var (position, text) = _strings[i];
                _buffer.U16(i - start + 1).U16(0).U32(0).I64(text.Length).Bytes(text).Align();
                _buffer.Patch(position, address);
                _buffer.Patch32(position + 8, i - start + 1);
            }
            // What is left is an object too, unless it is too small for the head of one.
            if (total - size >= 16) _buffer.I64(0).I64(total - size).Skip((int)(total - size - 16));
            else _buffer.Skip((int)(total - size));
            start = end;
        }

        long StringSize(int i) => 16L + _strings[i].Text.Length + Padding(_strings[i].Text.Length);
    }

    private static int Padding(long length) => (int)(-length & 7);
}
