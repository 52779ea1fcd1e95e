namespace Keras.Saving.Hdf5;

/// <summary>Finds the chunks of a dataset.</summary>
/// <param name="grid">The chunks.</param>
/// <param name="filtered">Whether chunks went through filters.</param>
internal sealed class H5ChunkIndex(H5ChunkGrid grid, bool filtered)
{
    private readonly HashSet<long> _seen = [];

    /// <summary>The chunks that are in the file, in any order. Some may be outside of the dataset.</summary>
    public IEnumerable<H5Chunk> Chunks() => grid.Layout.Index switch
    {
        H5ChunkIndexKind.OldTree => OldTree(grid.Layout.Address, null),
        H5ChunkIndexKind.Single => [new H5Chunk(new long[grid.Shape.Length], grid.Layout.Address, filtered ? grid.Layout.SingleLength : grid.ChunkBytes, grid.Layout.SingleMask)],
        H5ChunkIndexKind.Implicit => Implicit(),
        H5ChunkIndexKind.FixedArray => new H5ChunkArray(grid, filtered).Fixed(),
        H5ChunkIndexKind.ExtensibleArray => new H5ChunkArray(grid, filtered).Extensible(),
        _ => Tree(),
    };

    private IEnumerable<H5Chunk> OldTree(long address, int? expected)
    {
        // 1. The node. Its level falls by one on the way down, so the tree cannot go round.
        var source = grid.Source;
        if (!_seen.Add(address)) throw source.Fault("a node of a tree of chunks is used twice; the file is damaged");
        var rank = grid.Shape.Length;
        var keySize = 8 + 8 * (rank + 1);
        var prefix = source.Read(address, 8 + 2 * source.AddressSize, "tree of chunks");
        var (level, count) = Prefix(prefix);
        if (level > 40 || (expected is { } known && level != known)) throw source.Fault("the levels of a tree of chunks are wrong; the file is damaged");
        var entry = keySize + source.AddressSize;
        var node = source.Read(address + prefix.Length, (long)count * entry, "tree of chunks");

        // 2. Its children: nodes, or chunks.
        for (var i = 0; i < count; i++)
        {
            var (chunk, child) = Entry(node.AsSpan(i * entry, entry));
            if (level == 0) yield return chunk;
            else foreach (var below in OldTree(child, level - 1)) yield return below;
        }

        (int Level, int Count) Prefix(byte[] bytes)
        {
            var cursor = new H5Cursor(source, bytes, "tree of chunks");
            cursor.Signature("TREE"u8);
            if (cursor.U8() != 1) throw source.Fault("the tree of a dataset's chunks is a tree of another kind; the file is damaged");
            return (cursor.U8(), cursor.U16());
        }

        (H5Chunk Chunk, long Child) Entry(ReadOnlySpan<byte> bytes)
        {
            var cursor = new H5Cursor(source, bytes, "tree of chunks");
            var length = cursor.U32();
            var mask = cursor.U32();
            var start = new long[rank];
            for (var d = 0; d < rank; d++) start[d] = cursor.Number(8);
            cursor.Skip(8);
            var child = cursor.Address();
            return (new H5Chunk(start, child, length, mask), child);
        }
    }

    private List<H5Chunk> Tree()
    {
        // A record is the address, with filters the bytes in the file and the filters that were left out, then the cell of the grid.
        var source = grid.Source;
        var (type, records) = H5Tree2.Read(source, grid.Layout.Address, 10, 11);
        if (type != (filtered ? 11 : 10)) throw source.Fault("a tree of chunks is of another kind than its chunks; the file is damaged");
        var chunks = new List<H5Chunk>();
        foreach (var record in records)
        {
            var cursor = new H5Cursor(source, record.Span, "tree of chunks");
            var sizeBytes = record.Length - source.AddressSize - 4 - 8 * grid.Shape.Length;
            if (filtered && sizeBytes is < 1 or > 8) throw source.Fault("a tree of chunks has records of a wrong size; the file is damaged");
            var address = cursor.Address();
            var length = filtered ? cursor.Number(sizeBytes) : grid.ChunkBytes;
            var mask = filtered ? cursor.U32() : 0;
            var start = new long[grid.Shape.Length];
            var inside = true;
            for (var i = 0; i < start.Length; i++)
            {
                var cell = cursor.Number(8);
                inside &= cell < grid.Cells[i];
                start[i] = inside ? cell * grid.Chunk[i] : 0;
            }
            if (inside) chunks.Add(new H5Chunk(start, address, length, mask));
        }
        return chunks;
    }

    private IEnumerable<H5Chunk> Implicit()
    {
        // The chunks are stored one after the other, those of the greatest shape.
        var total = grid.MaxCount;
        if (total is null || total > grid.Source.Length / grid.ChunkBytes) throw grid.Source.Fault("a dataset has more chunks than the file can hold; the file is damaged");
        for (long number = 0; number < total; number++)
            if (grid.StartOf(number) is { } start) yield return new H5Chunk(start, grid.Layout.Address + number * grid.ChunkBytes, grid.ChunkBytes, 0);
    }
}
