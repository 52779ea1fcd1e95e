namespace Keras.Saving.Hdf5;

/// <summary>An object header: the messages that describe a group, a dataset or a named type.</summary>
internal sealed class H5Header
{
    private const int MaxBlocks = 70000;

    private readonly List<H5Message> _messages = [];

    private H5Header(H5Source source, long address)
    {
        Source = source;
        Address = address;
    }

    /// <summary>The file.</summary>
    public H5Source Source { get; }

    /// <summary>Where the header is. It identifies the object.</summary>
    public long Address { get; }

    /// <summary>The messages in the order of the file.</summary>
    public IReadOnlyList<H5Message> Messages => _messages;

    /// <summary>Reads an object header of version 1 or 2 with all its blocks.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">Where it is.</param>
    public static H5Header Read(H5Source source, long address)
    {
        var header = new H5Header(source, address);
        Span<byte> start = stackalloc byte[4];
        source.Read(address, start, "object header");
        if (start.SequenceEqual("OHDR"u8)) header.ReadVersion2();
        else if (start[0] == 1) header.ReadVersion1();
        else throw source.Fault($"there is no object header at address {address}; the file is damaged");
        return header;
    }

    /// <summary>The first message of a type, read from where it is shared if it is; null where there is none.</summary>
    /// <param name="type">One of the constants of <see cref="H5Message"/>.</param>
    public ReadOnlyMemory<byte>? Find(int type)
    {
        foreach (var message in _messages)
            if (message.Type == type) return message.IsShared ? Shared(message.Body.Span, type) : message.Body;
        return null;
    }

    /// <summary>Reads a message that is stored in another object, such as a named type.</summary>
    /// <param name="reference">What says where it is.</param>
    /// <param name="type">The type of the message.</param>
    public ReadOnlyMemory<byte> Shared(ReadOnlySpan<byte> reference, int type)
    {
        var cursor = new H5Cursor(Source, reference, "reference to a shared message");
        var version = cursor.U8();
        var kind = cursor.U8();
        if (version == 1) cursor.Skip(6);
        if (version is < 1 or > 3) throw Source.Fault($"a reference to a shared message has version {version}, 1 to 3 are expected");
        if (version == 3 && kind == 1) throw Source.Fault("it keeps shared messages in a heap, which is not supported; save it again without shared messages");
        foreach (var message in Read(Source, cursor.Address())._messages)
            if (message.Type == type && !message.IsShared) return message.Body;
        throw Source.Fault("a reference leads to an object without the shared message; the file is damaged");
    }

    private void ReadVersion1()
    {
        var prefix = Source.Read(Address, 16, "object header");
        var cursor = new H5Cursor(Source, prefix, "object header");
        cursor.Skip(8);
        Blocks(Address + 16, cursor.U32(), (address, length) =>
        {
            // Of a message: type, length, flags, three unused bytes.
            var block = Source.Read(address, length, "object header");
            var part = new H5Cursor(Source, block, "object header");
            while (part.Remaining >= 8)
            {
                var type = part.U16();
                var size = part.U16();
                var flags = part.U8();
                part.Skip(3);
                Add(type, flags, block.AsMemory(part.Position, size <= part.Remaining ? size : throw Source.Fault("an object header has a message longer than its block; the file is damaged")));
                part.Skip(size);
            }
        });
    }

    private void ReadVersion2()
    {
        // 1. The prefix; which parts it has is said by its flags.
        var prefix = Source.Read(Address, Math.Min(34, Source.Length - Address), "object header");
        var cursor = new H5Cursor(Source, prefix, "object header");
        cursor.Signature("OHDR"u8);
        cursor.Version(2);
        var flags = cursor.U8();
        if ((flags & 0x20) != 0) cursor.Skip(16);
        if ((flags & 0x10) != 0) cursor.Skip(4);
        var length = cursor.Number(1 << (flags & 3));
        var first = Address + cursor.Position;

        // 2. The blocks. Each ends with a checksum; the first one's is over the prefix too.
        Blocks(first, length, (address, size) =>
        {
            byte[] block;
            int start;
            if (address == first)
            {
                Source.Check(first, size, "object header");
                block = Source.Read(Address, first - Address + size + 4, "object header");
                start = (int)(first - Address);
            }
            else
            {
                block = Source.Read(address, size, "object header");
                start = 4;
                new H5Cursor(Source, block, "continuation of an object header").Signature("OCHK"u8);
            }
            H5Checksum.Verify(Source, block, "object header");
            var part = new H5Cursor(Source, block.AsSpan(0, block.Length - 4), "object header");
            part.Skip(start);
            var messagePrefix = (flags & 4) != 0 ? 6 : 4;
            while (part.Remaining >= messagePrefix)
            {
                int type = part.U8();
                var bytes = part.U16();
                var messageFlags = part.U8();
                part.Skip(messagePrefix - 4);
                Add(type, messageFlags, block.AsMemory(part.Position, bytes <= part.Remaining ? bytes : throw Source.Fault("an object header has a message longer than its block; the file is damaged")));
                part.Skip(bytes);
            }
        });
    }

    /// <summary>Reads the first block and those that continue it.</summary>
    private void Blocks(long address, long length, Action<long, long> read)
    {
        var seen = new HashSet<long>();
        var next = 0;
        while (true)
        {
            if (!seen.Add(address) || seen.Count > MaxBlocks)
                throw Source.Fault("an object header is continued in a circle; the file is damaged");
            read(address, length);
            while (next < _messages.Count && _messages[next].Type != H5Message.Continuation) next++;
            if (next == _messages.Count) return;
            var cursor = new H5Cursor(Source, _messages[next++].Body.Span, "continuation of an object header");
            address = cursor.Address();
            length = cursor.Length();
        }
    }

    private void Add(int type, byte flags, ReadOnlyMemory<byte> body)
    {
        if (type != 0) _messages.Add(new H5Message(type, flags, body));
    }
}
