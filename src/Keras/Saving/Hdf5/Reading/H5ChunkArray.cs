using System.Numerics;

namespace Keras.Saving.Hdf5;

/// <summary>The arrays in which newer files list the chunks of a dataset: of a fixed length, or growing along one dimension.</summary>
/// <param name="grid">The chunks.</param>
/// <param name="filtered">Whether chunks went through filters.</param>
internal sealed class H5ChunkArray(H5ChunkGrid grid, bool filtered)
{
    private readonly H5Source _source = grid.Source;
    private int _elementSize;

    /// <summary>The chunks that an array of fixed length lists.</summary>
    public IEnumerable<H5Chunk> Fixed()
    {
        // 1. The header.
        const string what = "array of chunks";
        var bytes = _source.Read(grid.Layout.Address, 12 + _source.LengthSize + _source.AddressSize, what);
        H5Checksum.Verify(_source, bytes, what);
        var (pageBits, length, block) = Header(bytes);
        if (length > Math.Max(_source.Length, 1)) throw _source.Fault("an array of chunks is longer than the file; the file is damaged");
        if (block < 0) return [];

        // 2. The block: the elements, or, where they are many, a bit for each page of them, and then the pages, each with a checksum.
        var prefix = 6 + _source.AddressSize;
        var perPage = 1L << pageBits;
        if (length <= perPage)
        {
            var whole = _source.Read(block, prefix + length * _elementSize + 4, what);
            H5Checksum.Verify(_source, whole, what);
            new H5Cursor(_source, whole, what).Signature("FADB"u8);
            return Elements(whole.AsMemory(prefix, (int)length * _elementSize), 0);
        }
        var pages = (length + perPage - 1) / perPage;
        var map = _source.Read(block, prefix + (pages + 7) / 8 + 4, what);
        H5Checksum.Verify(_source, map, what);
        new H5Cursor(_source, map, what).Signature("FADB"u8);
        return Pages(block + map.Length, map.AsMemory(prefix), 0, length, perPage);

        (int, long, long) Header(byte[] header)
        {
            var cursor = new H5Cursor(_source, header, what);
            cursor.Signature("FAHD"u8);
            cursor.Version(0);
            Client(cursor.U8(), cursor.U8());
            var bits = cursor.U8();
            if (bits > 32) throw _source.Fault("the header of an array of chunks is damaged");
            return (bits, cursor.Length(), cursor.Address());
        }
    }

    /// <summary>The chunks that a growing array lists.</summary>
    public IEnumerable<H5Chunk> Extensible()
    {
        // 1. The header says how the array is divided: some elements in the index block, the others in data blocks that double in size.
        const string what = "growing array of chunks";
        var header = _source.Read(grid.Layout.Address, 16 + 6 * _source.LengthSize + _source.AddressSize, what);
        H5Checksum.Verify(_source, header, what);
        var shape = Shape(header);
        if (shape.Index < 0) yield break;
        var (superBlocks, blockOffsetSize) = SuperBlocks(shape);

        // 2. The index block: elements, addresses of the first data blocks, addresses of secondary blocks, which hold those of the others.
        var direct = 2 * BitOperations.Log2((uint)shape.MinPointers);
        var directBlocks = superBlocks.Take(direct).Sum(s => s.Blocks);
        var secondary = Math.Max(0, superBlocks.Count - direct);
        if (superBlocks.Take(direct).Any(s => s.Size > shape.PageSize)) throw _source.Fault("a growing array of chunks has pages where none can be; the file is damaged");
        var prefix = 6 + _source.AddressSize;
        var index = _source.Read(shape.Index, prefix + (long)shape.InIndex * _elementSize + (directBlocks + secondary) * _source.AddressSize + 4, what);
        H5Checksum.Verify(_source, index, what);
        new H5Cursor(_source, index, what).Signature("EAIB"u8);
        foreach (var chunk in Elements(index.AsMemory(prefix, shape.InIndex * _elementSize), 0)) yield return chunk;
        var addresses = Addresses(index.AsSpan(prefix + shape.InIndex * _elementSize, (int)(directBlocks + secondary) * _source.AddressSize));

        // 3. The data blocks. Those of the first super blocks are found through the index block alone.
        var next = 0;
        long number = shape.InIndex;
        for (var s = 0; s < superBlocks.Count && number < shape.Count; s++)
        {
            var (blocks, size) = superBlocks[s];
            var paged = size > shape.PageSize;
            IReadOnlyList<long> data;
            ReadOnlyMemory<byte> maps = default;
            var mapSize = 0L;
            if (s < direct)
            {
                data = new ArraySegment<long>(addresses, next, (int)blocks);
                next += (int)blocks;
            }
            else
            {
                var secondaryAddress = addresses[directBlocks + s - direct];
                if (secondaryAddress < 0)
                {
                    number += blocks * size;
                    continue;
                }
                mapSize = paged ? (size / shape.PageSize + 7) / 8 : 0;
                var head = prefix + blockOffsetSize;
                if (blocks > (1 << 28)) throw _source.Fault("a growing array of chunks is damaged");
                var secondaryBlock = _source.Read(secondaryAddress, head + blocks * mapSize + blocks * _source.AddressSize + 4, what);
                H5Checksum.Verify(_source, secondaryBlock, what);
                new H5Cursor(_source, secondaryBlock, what).Signature("EASB"u8);
                maps = secondaryBlock.AsMemory(head, (int)(blocks * mapSize));
                data = Addresses(secondaryBlock.AsSpan(head + (int)(blocks * mapSize), (int)blocks * _source.AddressSize));
            }
            for (var b = 0; b < blocks && number < shape.Count; b++, number += size)
            {
                if (data[b] < 0) continue;
                var head = prefix + blockOffsetSize;
                if (paged)
                {
                    // The pages of a block follow its prefix, which has a checksum of its own.
                    var map = maps.Slice((int)(b * mapSize), (int)mapSize);
                    foreach (var chunk in Pages(data[b] + head + 4, map, number, size, shape.PageSize)) yield return chunk;
                    continue;
                }
                var block = _source.Read(data[b], head + size * _elementSize + 4, what);
                H5Checksum.Verify(_source, block, what);
                new H5Cursor(_source, block, what).Signature("EADB"u8);
                foreach (var chunk in Elements(block.AsMemory(head, (int)size * _elementSize), number)) yield return chunk;
            }
        }
    }

    /// <summary>How a growing array is divided.</summary>
    private readonly record struct Division(int MaxBits, int InIndex, int MinElements, int MinPointers, long PageSize, long Count, long Index);

    private Division Shape(byte[] header)
    {
        var cursor = new H5Cursor(_source, header, "growing array of chunks");
        cursor.Signature("EAHD"u8);
        cursor.Version(0);
        Client(cursor.U8(), cursor.U8());
        int maxBits = cursor.U8(), inIndex = cursor.U8(), minElements = cursor.U8(), minPointers = cursor.U8(), pageBits = cursor.U8();
        cursor.Skip(4 * _source.LengthSize);
        var count = cursor.Length();                                            // the greatest index that was set, plus one
        cursor.Skip(_source.LengthSize);
        if (maxBits is < 1 or > 63 || pageBits > 32 || !BitOperations.IsPow2(minElements) || !BitOperations.IsPow2(minPointers) || minPointers < 2)
            throw _source.Fault("the header of a growing array of chunks is damaged");
        return new Division(maxBits, inIndex, minElements, minPointers, 1L << pageBits, count, cursor.Address());
    }

    /// <summary>The super blocks: each has some data blocks of one size; number and size double in turns.</summary>
    private static (List<(long Blocks, long Size)> SuperBlocks, int OffsetSize) SuperBlocks(Division shape)
    {
        var count = Math.Max(0, 1 + shape.MaxBits - BitOperations.Log2((uint)shape.MinElements));
        var all = new List<(long, long)>();
        for (var i = 0; i < count; i++) all.Add((1L << (i / 2), (1L << ((i + 1) / 2)) * shape.MinElements));
        return (all, (shape.MaxBits + 7) / 8);
    }

    private void Client(int client, int elementSize)
    {
        if (client != (filtered ? 1 : 0) || elementSize < _source.AddressSize + (filtered ? 5 : 0) || elementSize > _source.AddressSize + 12)
            throw _source.Fault("an array of chunks has elements of another kind; the file is damaged");
        _elementSize = elementSize;
    }

    private long[] Addresses(ReadOnlySpan<byte> bytes)
    {
        var cursor = new H5Cursor(_source, bytes, "list of addresses");
        var addresses = new long[bytes.Length / _source.AddressSize];
        for (var i = 0; i < addresses.Length; i++) addresses[i] = cursor.Address();
        return addresses;
    }

    private IEnumerable<H5Chunk> Pages(long address, ReadOnlyMemory<byte> map, long number, long count, long perPage)
    {
        for (long page = 0, start = 0; start < count; page++, start += perPage)
        {
            var size = Math.Min(perPage, count - start);
            var written = (map.Span[(int)(page / 8)] & (0x80 >> (int)(page % 8))) != 0;
            if (written)
            {
                var bytes = _source.Read(address, size * _elementSize + 4, "page of an array of chunks");
                H5Checksum.Verify(_source, bytes, "page of an array of chunks");
                foreach (var chunk in Elements(bytes.AsMemory(0, bytes.Length - 4), number + start)) yield return chunk;
            }
            address += size * _elementSize + 4;
        }
    }

    private IEnumerable<H5Chunk> Elements(ReadOnlyMemory<byte> bytes, long number)
    {
        for (var at = 0; at < bytes.Length; at += _elementSize, number++)
            if (Element(bytes.Span.Slice(at, _elementSize), number) is { } chunk) yield return chunk;
    }

    /// <summary>An element: the address of a chunk; with filters, also its bytes in the file and which filters were left out.</summary>
    private H5Chunk? Element(ReadOnlySpan<byte> bytes, long number)
    {
        var cursor = new H5Cursor(_source, bytes, "array of chunks");
        var address = cursor.Address();
        if (address < 0 || grid.StartOf(number) is not { } start) return null;
        return filtered ? new H5Chunk(start, address, cursor.Number(_elementSize - _source.AddressSize - 4), cursor.U32()) : new H5Chunk(start, address, grid.ChunkBytes, 0);
    }
}
