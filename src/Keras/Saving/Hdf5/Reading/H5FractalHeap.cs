using System.Buffers.Binary;
using System.Numerics;

namespace Keras.Saving.Hdf5;

/// <summary>The heap in which a group of many links, or an object of many attributes, keeps their messages ("fractal heap").</summary>
internal sealed class H5FractalHeap
{
    private const string What = "heap of links or attributes";

    private readonly H5Source _source;
    private readonly long _maxManaged;
    private readonly int _offsetSize;
    private readonly int _lengthSize;
    private readonly int _idLength;
    private readonly int _width;
    private readonly long _startSize;
    private readonly int _maxDirectRows;
    private readonly long _root;
    private readonly int _rootRows;
    private readonly long _hugeTree;
    private readonly Dictionary<long, long[]> _indirect = [];
    private Dictionary<ulong, (long Address, long Length)>? _huge;

    /// <summary>Reads the header of a heap.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">Where it is.</param>
    public H5FractalHeap(H5Source source, long address)
    {
        // 1. The header.
        _source = source;
        var bytes = source.Read(address, 26 + 3 * source.AddressSize + 12 * source.LengthSize, What);
        var cursor = new H5Cursor(source, bytes, What);
        cursor.Signature("FRHP"u8);
        cursor.Version(0);
        _idLength = cursor.U16();
        if (cursor.U16() != 0) throw source.Fault("its links or attributes are compressed, which is not supported; save it again without");
        H5Checksum.Verify(source, bytes, What);
        cursor.Skip(1);
        _maxManaged = cursor.U32();
        cursor.Skip(source.LengthSize);
        _hugeTree = cursor.Address();
        cursor.Skip(source.LengthSize + source.AddressSize + 8 * source.LengthSize);
        _width = cursor.U16();
        _startSize = cursor.Length();
        var maxDirect = cursor.Length();
        var bits = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Address();
        _rootRows = cursor.U16();

        // 2. What follows from it.
        if (_width == 0 || bits is < 1 or > 63 || !BitOperations.IsPow2(_startSize) || !BitOperations.IsPow2(maxDirect) || maxDirect < _startSize || !BitOperations.IsPow2(_width))
            throw source.Fault("the header of a heap is damaged");
        _offsetSize = (bits + 7) / 8;
        _lengthSize = Math.Min((BitOperations.Log2((ulong)maxDirect) + 7) / 8, (32 - BitOperations.LeadingZeroCount((uint)_maxManaged) + 7) / 8);
        _maxDirectRows = BitOperations.Log2((ulong)maxDirect) - BitOperations.Log2((ulong)_startSize) + 2;
    }

    /// <summary>Reads an object.</summary>
    /// <param name="id">What identifies it.</param>
    public ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> id)
    {
        if (id.Length < 1) throw _source.Fault("the identifier of a heap's object is damaged");
        switch ((id[0] >> 4) & 3)
        {
            case 0:
                var cursor = new H5Cursor(_source, id[1..], "identifier of a heap's object");
                var offset = cursor.Number(_offsetSize);
                var length = cursor.Number(_lengthSize);
                return _source.Read(Address(offset, length), length, What);
            case 1:
                return Huge(id);
            case 2:
                // A tiny object is in the identifier itself, behind its length, which takes 4 bits, or 12 where identifiers are long.
                var (start, count) = _idLength - 1 <= 16 ? (1, (id[0] & 0x0f) + 1) : (2, (((id[0] & 0x0f) << 8) | id[1]) + 1);
                if (start + count > id.Length) throw _source.Fault("a tiny object of a heap is longer than its place; the file is damaged");
                return id.Slice(start, count).ToArray();
            default:
                throw _source.Fault("the identifier of a heap's object is damaged");
        }
    }

    /// <summary>An object that is too large for the heap's blocks: the identifier says where it is, or is the key of a tree that does.</summary>
    private byte[] Huge(ReadOnlySpan<byte> id)
    {
        var cursor = new H5Cursor(_source, id[1..], "identifier of a heap's object");
        if (_idLength - 1 >= _source.AddressSize + _source.LengthSize) return _source.Read(cursor.Address(), cursor.Length(), What);
        if (_huge is null)
        {
            _huge = [];
            if (_hugeTree < 0) throw _source.Fault("a large object of a heap is nowhere; the file is damaged");
            foreach (var record in H5Tree2.Read(_source, _hugeTree, 1).Records)
            {
                var part = new H5Cursor(_source, record.Span, "large object of a heap");
                var (address, length) = (part.Address(), part.Length());
                _huge.TryAdd((ulong)part.Number(_source.LengthSize), (address, length));
            }
        }
        Span<byte> key = stackalloc byte[8];
        key.Clear();
        id[1..Math.Min(id.Length, 9)].CopyTo(key);
        if (!_huge.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(key), out var place)) throw _source.Fault("a large object of a heap is nowhere; the file is damaged");
        return _source.Read(place.Address, place.Length, What);
    }

    /// <summary>Where an object of the heap's blocks is: the heap counts as one long stretch, of which each block is a part.</summary>
    private long Address(long offset, long length)
    {
        // 1. The root is a direct block, which holds objects, or an indirect one: rows of other blocks, that double in size.
        var block = _root;
        var rows = _rootRows;
        long start = 0;
        while (rows > 0)
        {
            // 2. In which row and column the offset is. The first two rows have blocks of the same size.
            var inner = offset - start;
            var size = _startSize;
            var row = 0;
            long rowStart = 0;
            while (inner - rowStart >= size * _width)
            {
                rowStart += size * _width;
                if (row > 0) size *= 2;
                row++;
                if (row >= rows || size > long.MaxValue / 4 / _width) throw _source.Fault("an object is past the end of its heap; the file is damaged");
            }
            var column = (inner - rowStart) / size;
            var children = Indirect(block, rows);
            block = children[row * _width + column];
            start += rowStart + column * size;
            if (block < 0) throw _source.Fault("an object of a heap is in a block that is missing; the file is damaged");

            // 3. Rows of large blocks are of indirect ones. Their number of rows follows from their size.
            if (row < _maxDirectRows)
            {
                if (offset + length > start + size) throw _source.Fault("an object is past the end of its block; the file is damaged");
                break;
            }
            var innerRows = BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)_startSize * (ulong)_width) + 1;
            if (innerRows < 1 || innerRows >= rows) throw _source.Fault("the blocks of a heap are damaged");
            rows = innerRows;
        }
        if (block < 0 || offset < start) throw _source.Fault("an object of a heap is nowhere; the file is damaged");
        return block + (offset - start);
    }

    private long[] Indirect(long address, int rows)
    {
        if (_indirect.TryGetValue(address, out var known) && known.Length == rows * _width) return known;
        var prefix = 5 + _source.AddressSize + _offsetSize;
        var bytes = _source.Read(address, prefix + (long)rows * _width * _source.AddressSize + 4, What);
        H5Checksum.Verify(_source, bytes, What);
        var cursor = new H5Cursor(_source, bytes, What);
        cursor.Signature("FHIB"u8);
        cursor.Version(0);
        cursor.Skip(_source.AddressSize + _offsetSize);
        var children = new long[rows * _width];
        for (var i = 0; i < children.Length; i++) children[i] = cursor.Address();
        return _indirect[address] = children;
    }
}
