namespace Keras.Saving.Hdf5;

/// <summary>Where the data of a dataset is.</summary>
internal sealed record H5Layout(H5LayoutClass Class)
{
    /// <summary>Of a compact dataset: the data.</summary>
    public ReadOnlyMemory<byte> Compact { get; init; }

    /// <summary>Where the data or the index of the chunks is; -1 where nothing was written yet.</summary>
    public long Address { get; init; } = -1;

    /// <summary>Of a contiguous dataset: its bytes; null where the file does not say.</summary>
    public long? Length { get; init; }

    /// <summary>The dimensions of a chunk.</summary>
    public long[] Chunk { get; init; } = [];

    /// <summary>How chunks are found.</summary>
    public H5ChunkIndexKind Index { get; init; }

    /// <summary>Whether chunks that stick out over the edge are stored without filters.</summary>
    public bool PlainEdges { get; init; }

    /// <summary>Of a single chunk with filters: its bytes in the file.</summary>
    public long SingleLength { get; init; }

    /// <summary>Of a single chunk with filters: which of them were left out.</summary>
    public uint SingleMask { get; init; }

    /// <summary>Reads a layout message.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message.</param>
    public static H5Layout Read(H5Source source, ReadOnlyMemory<byte> body)
    {
        var cursor = new H5Cursor(source, body.Span, "layout");
        int version = cursor.U8();
        return version switch
        {
            1 or 2 => ReadOld(source, body, ref cursor),
            3 or 4 => ReadNew(source, body, ref cursor, version),
            _ => throw source.Fault($"the layout of a dataset has version {version}, 1 to 4 can be read; save it again with an older format"),
        };
    }

    private static H5Layout ReadOld(H5Source source, ReadOnlyMemory<byte> body, ref H5Cursor cursor)
    {
        int rank = cursor.U8(), kind = cursor.U8();
        cursor.Skip(5);
        var address = kind == 0 ? -1 : cursor.Address();
        var dimensions = Dimensions(ref cursor, rank, 4);
        switch (kind)
        {
            case 0:
                var length = cursor.U32();
                cursor.Bytes(length);
                return new H5Layout(H5LayoutClass.Compact) { Compact = body.Slice(cursor.Position - (int)length, (int)length) };
            case 1:
                return new H5Layout(H5LayoutClass.Contiguous) { Address = address };
            case 2 when rank > 0:
                return new H5Layout(H5LayoutClass.Chunked) { Address = address, Chunk = dimensions[..^1], Index = H5ChunkIndexKind.OldTree };
            default:
                throw source.Fault($"the layout of a dataset has the class {kind}; the file is damaged");
        }
    }

    private static H5Layout ReadNew(H5Source source, ReadOnlyMemory<byte> body, ref H5Cursor cursor, int version)
    {
        int kind = cursor.U8();
        switch (kind)
        {
            case 0:
                var length = cursor.U16();
                cursor.Bytes(length);
                return new H5Layout(H5LayoutClass.Compact) { Compact = body.Slice(cursor.Position - length, length) };
            case 1:
                return new H5Layout(H5LayoutClass.Contiguous) { Address = cursor.Address(), Length = cursor.Length() };
            case 2 when version == 3:
                int rank = cursor.U8();
                var address = cursor.Address();
                return new H5Layout(H5LayoutClass.Chunked) { Address = address, Chunk = Dimensions(ref cursor, rank, 4) is [.. var chunk, _] ? chunk : [], Index = H5ChunkIndexKind.OldTree };
            case 2:
                return ReadChunked4(source, ref cursor);
            case 3:
                return new H5Layout(H5LayoutClass.Virtual);
            default:
                throw source.Fault($"the layout of a dataset has the class {kind}; the file is damaged");
        }
    }

    private static H5Layout ReadChunked4(H5Source source, ref H5Cursor cursor)
    {
        // 1. The chunk; its last dimension is the bytes of an element.
        int flags = cursor.U8(), rank = cursor.U8(), size = cursor.U8();
        if (size is < 1 or > 8) throw source.Fault("the dimensions of a chunk have a wrong size; the file is damaged");
        var dimensions = Dimensions(ref cursor, rank, size);

        // 2. The index, and what is said of it here rather than where it is.
        int index = cursor.U8();
        long length = 0;
        uint mask = 0;
        switch (index)
        {
            case 1 when (flags & 2) != 0:
                length = cursor.Length();
                mask = cursor.U32();
                break;
            case 1 or 2:
                break;
            case 3:
                cursor.Skip(1);
                break;
            case 4:
                cursor.Skip(5);
                break;
            case 5:
                cursor.Skip(6);
                break;
            default:
                throw source.Fault($"the chunks of a dataset have an index of kind {index}, 1 to 5 are expected");
        }
        return new H5Layout(H5LayoutClass.Chunked)
        {
            Address = cursor.Address(),
            Chunk = dimensions is [.. var chunk, _] ? chunk : [],
            Index = (H5ChunkIndexKind)index,
            PlainEdges = (flags & 1) != 0,
            SingleLength = length,
            SingleMask = mask,
        };
    }

    private static long[] Dimensions(ref H5Cursor cursor, int rank, int size)
    {
        var dimensions = new long[rank];
        for (var i = 0; i < rank; i++) dimensions[i] = cursor.Number(size);
        return dimensions;
    }
}
