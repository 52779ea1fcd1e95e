using System.Buffers.Binary;

namespace Keras.Saving.Hdf5;

/// <summary>A dataset of a file that is read. Its data is read when it is asked for, straight into the memory of the caller.</summary>
internal sealed class H5Dataset : H5Object
{
    /// <summary>The bytes that a dataset may always have, even where the file has fewer.</summary>
    private const long MaxSparseBytes = 256 << 20;

    /// <summary>The bytes that chunks may always have beyond the data in them.</summary>
    private const long MaxChunkWaste = 64 << 20;

    private const long MaxStrings = 4 << 20;

    /// <summary>How often smaller than the data a compressed file can be: deflate reaches 1032 times at most.</summary>
    private const long MaxExpansion = 1100;

    private readonly H5Datatype _type;
    private readonly H5Dataspace _space;
    private H5Layout? _layout;

    /// <summary>Creates the dataset of a header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="parent">The group it was found in.</param>
    /// <param name="name">Its name there.</param>
    public H5Dataset(Hdf5File file, H5Header header, H5Group? parent, string name)
        : base(file, header, parent, name)
    {
        _type = H5Datatype.Read(file.Source, header.Find(H5Message.Datatype)!.Value.Span);
        _space = H5Dataspace.Read(file.Source, header.Find(H5Message.Dataspace)!.Value.Span);
    }

    /// <summary>The shape: empty for a scalar; (0) for a dataset that is empty altogether.</summary>
    public IReadOnlyList<long> Shape => _space.Shape ?? [0];

    /// <summary>The type of an element.</summary>
    public H5DType DType => _type.Type;

    /// <summary>The type in words, for messages; also of one that is <see cref="H5DType.Other"/>.</summary>
    public string TypeDescription => _type.Description;

    /// <summary>The bytes of an element.</summary>
    public int ElementSize => _type.Size;

    /// <summary>The bytes of all elements.</summary>
    /// <exception cref="InvalidDataException">They are more than the file can hold.</exception>
    public long ByteLength
    {
        get
        {
            if (_space.Count is not { } count || count > long.MaxValue / _type.Size)
                throw Fault($"has the shape ({string.Join(", ", Shape)}), which is too large; the file is damaged");
            var bytes = count * _type.Size;
            var source = File.Source;
            switch (Layout)
            {
                case { Class: H5LayoutClass.Compact } layout when layout.Compact.Length < bytes:
                    throw Fault($"has only {layout.Compact.Length} of the {bytes} bytes that its shape ({string.Join(", ", Shape)}) needs; the file is damaged");
                case { Class: H5LayoutClass.Contiguous, Address: >= 0 } layout when bytes > 0:
                    if (bytes > (layout.Length ?? bytes)) throw Fault($"has only {layout.Length} of the {bytes} bytes that its shape ({string.Join(", ", Shape)}) needs; the file is damaged");
                    source.Check(layout.Address, bytes, $"data of '{Path}'");
                    break;
                case { Class: H5LayoutClass.Chunked or H5LayoutClass.Contiguous } when bytes > MaxSparseBytes && bytes / MaxExpansion > source.Length:
                    throw Fault($"says that it has {bytes} bytes, which a file of {source.Length} bytes cannot hold");
            }
            return bytes;
        }
    }

    private H5Layout Layout => _layout ??= H5Layout.Read(File.Source, Header.Find(H5Message.Layout) ?? throw Fault("does not say where its data is; the file is damaged"));

    /// <summary>Reads all elements, row-major and little-endian.</summary>
    /// <param name="destination">Where they go: a span of <see cref="ByteLength"/> bytes.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or the data is stored in a way that cannot be read.</exception>
    public unsafe void Read(Span<byte> destination)
    {
        fixed (byte* pointer = destination) ReadInto((nint)pointer, destination.Length);
    }

    /// <summary>Reads all elements, row-major and little-endian, into native memory.</summary>
    /// <param name="pointer">Where they go.</param>
    /// <param name="bytes">The bytes there: <see cref="ByteLength"/>.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or the data is stored in a way that cannot be read.</exception>
    public unsafe void ReadInto(nint pointer, long bytes)
    {
        if (_type.Type is H5DType.Other or H5DType.String) throw Fault($"is {_type.Description}, numbers are expected");
        if (bytes != ByteLength) throw new ArgumentException($"The dataset '{Path}' of shape ({string.Join(", ", Shape)}) and type {DType} has {ByteLength} bytes, the destination {bytes}.", nameof(bytes));
        ReadRaw((byte*)pointer, bytes);
        if (_type.IsBigEndian) SwapBytes((byte*)pointer, bytes, _type.Size);
    }

    /// <summary>Whether the elements lie in the file one after the other as they do in memory, so that parts of them can be read.</summary>
    public bool IsPlain => Layout is { Class: H5LayoutClass.Contiguous, Address: >= 0 } && !_type.IsBigEndian && !Header.Messages.Any(m => m.Type == H5Message.ExternalFiles);

    /// <summary>Reads some of the elements of a dataset that <see cref="IsPlain"/>. Several threads may do so at once.</summary>
    /// <param name="start">The bytes before the first.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void ReadPart(long start, Span<byte> destination)
    {
        if (!IsPlain) throw new InvalidOperationException($"The dataset '{Path}' is not stored as it is: it can be read only as a whole.");
        if (start < 0 || destination.Length > ByteLength - start) throw new ArgumentOutOfRangeException(nameof(start), start, $"The dataset '{Path}' has {ByteLength} bytes.");
        File.Source.ReadData(Layout.Address + start, destination, $"data of '{Path}'");
    }

    /// <summary>Reads all elements of a dataset of text.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or the dataset is not of text.</exception>
    public unsafe string[] ReadStrings()
    {
        if (_type.Type != H5DType.String) throw Fault($"is {_type.Description}, text is expected");
        var bytes = ByteLength;
        if (bytes > MaxSparseBytes || bytes / _type.Size > MaxStrings) throw Fault($"has {bytes / _type.Size} texts of {bytes} bytes, up to {MaxStrings} of {MaxSparseBytes} bytes can be read");
        var data = new byte[bytes];
        fixed (byte* pointer = data) ReadRaw(pointer, bytes);
        return H5Strings.Decode(File, _type, bytes / _type.Size, data);
    }

    private unsafe void ReadRaw(byte* pointer, long bytes)
    {
        // 1. What is refused.
        if (Header.Messages.Any(m => m.Type == H5Message.ExternalFiles)) throw Fault("keeps its data in another file, which is not followed; copy the data into this file");
        if (Layout.Class == H5LayoutClass.Virtual) throw Fault("is made of parts of other datasets, which are not followed; copy the data into this file");
        if (bytes == 0) return;

        // 2. Read.
        switch (Layout.Class)
        {
            case H5LayoutClass.Compact:
                Layout.Compact.Span[..(int)bytes].CopyTo(new Span<byte>(pointer, (int)bytes));
                break;
            case H5LayoutClass.Contiguous when Layout.Address >= 0:
                File.Source.ReadData(Layout.Address, pointer, bytes, $"data of '{Path}'");
                break;
            default:
                Fill(pointer, bytes);
                if (Layout.Address >= 0) ReadChunks(pointer, bytes);
                break;
        }
    }

    private unsafe void ReadChunks(byte* pointer, long bytes)
    {
        // 1. A few bytes must not be told to be in chunks of terabytes.
        var source = File.Source;
        var filters = new H5Filters(source, Header.Find(H5Message.Filters));
        if (filters.Unknown is { } unknown) throw Fault($"is compressed with the filter {unknown}; gzip, shuffle and fletcher32 can be read. Save it again with one of them or without");
        var grid = new H5ChunkGrid(source, _space, Layout, _type.Size);
        if (grid.Count > (64 * bytes + MaxChunkWaste) / grid.ChunkBytes) throw Fault($"has {grid.Count} chunks of {grid.ChunkBytes} bytes for {bytes} bytes of data; the file is damaged");

        // 2. Chunk by chunk.
        long found = 0;
        var buffer = Array.Empty<byte>();
        foreach (var chunk in new H5ChunkIndex(grid, filters.Any).Chunks())
        {
            if (chunk.Address < 0 || !grid.Contains(chunk.Start)) continue;
            if (++found > grid.Count) throw Fault("has more chunks than its shape needs; the file is damaged");
            var filtered = filters.Any && !(Layout.PlainEdges && grid.IsPartial(chunk.Start));
            if (!filtered && chunk.Length != grid.ChunkBytes) throw Fault($"has a chunk of {chunk.Length} bytes, {grid.ChunkBytes} are expected; the file is damaged");
            source.Check(chunk.Address, chunk.Length, $"chunk of '{Path}'");
            if (buffer.Length < chunk.Length) buffer = new byte[chunk.Length];
            var stored = buffer.AsMemory(0, (int)chunk.Length);
            source.ReadData(chunk.Address, stored.Span, $"chunk of '{Path}'");
            var data = filtered ? filters.Undo(stored, chunk.Mask, grid.ChunkBytes, _type.Size) : stored;
            grid.Copy(chunk.Start, data.Span, pointer);
        }
    }

    /// <summary>Fills the destination with the value of elements that were never written.</summary>
    private unsafe void Fill(byte* pointer, long bytes)
    {
        var value = FillValue();
        for (long done = 0; done < bytes;)
        {
            var span = new Span<byte>(pointer + done, (int)Math.Min(bytes - done, Math.Max(1, (1 << 30) / _type.Size) * (long)_type.Size));
            if (value.Length != _type.Size) span.Clear();
            else for (var i = 0; i < span.Length; i += value.Length) value.CopyTo(span[i..]);
            done += span.Length;
        }
    }

    /// <summary>The value of elements that were never written; empty for zero.</summary>
    private ReadOnlySpan<byte> FillValue()
    {
        if (Header.Find(H5Message.FillValue) is { } body)
        {
            var cursor = new H5Cursor(File.Source, body.Span, "fill value");
            int version = cursor.U8();
            var flags = cursor.U8();
            if (version == 3) return (flags & 0x20) != 0 ? NonZero(cursor.Bytes(cursor.U32())) : [];
            cursor.Skip(1);
            return cursor.U8() != 0 || version == 1 ? NonZero(cursor.Bytes(cursor.U32())) : [];
        }
        if (Header.Find(H5Message.OldFillValue) is { } old)
        {
            var cursor = new H5Cursor(File.Source, old.Span, "fill value");
            return NonZero(cursor.Bytes(cursor.U32()));
        }
        return [];
    }

    private static ReadOnlySpan<byte> NonZero(ReadOnlySpan<byte> value) => value.ContainsAnyExcept((byte)0) ? value : [];

    private static unsafe void SwapBytes(byte* pointer, long bytes, int size)
    {
        for (long i = 0; i < bytes; i += size)
        {
            switch (size)
            {
                case 2:
                    *(ushort*)(pointer + i) = BinaryPrimitives.ReverseEndianness(*(ushort*)(pointer + i));
                    break;
                case 4:
                    *(uint*)(pointer + i) = BinaryPrimitives.ReverseEndianness(*(uint*)(pointer + i));
                    break;
                case 8:
                    *(ulong*)(pointer + i) = BinaryPrimitives.ReverseEndianness(*(ulong*)(pointer + i));
                    break;
            }
        }
    }

    private InvalidDataException Fault(string fault) => File.Source.Fault($"the dataset '{Path}' {fault}");
}
