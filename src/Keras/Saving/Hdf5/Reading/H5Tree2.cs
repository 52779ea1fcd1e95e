using System.Numerics;

namespace Keras.Saving.Hdf5;

/// <summary>A tree of the newer format ("version 2 B-tree"): records of a fixed size, in order.</summary>
internal sealed class H5Tree2
{
    /// <summary>The bytes of a node beside its records and pointers: signature, version, type, checksum.</summary>
    private const int NodeOverhead = 10;

    private readonly H5Source _source;
    private readonly HashSet<long> _seen = [];
    private readonly List<ReadOnlyMemory<byte>> _records = [];
    private readonly int _type;
    private readonly int _nodeSize;
    private readonly int _recordSize;
    private readonly int _countSize;
    private readonly int[] _totalSizes;

    private H5Tree2(H5Source source, int type, int nodeSize, int recordSize, int depth)
    {
        // How many bytes the counts in a node take follows from how many records fit below it.
        _source = source;
        _type = type;
        _nodeSize = nodeSize;
        _recordSize = recordSize;
        _totalSizes = new int[depth + 1];
        BigInteger most = (nodeSize - NodeOverhead) / recordSize, total = most;
        _countSize = SizeOf(most);
        for (var level = 1; level <= depth; level++)
        {
            var pointer = source.AddressSize + _countSize + _totalSizes[level - 1];
            most = (nodeSize - NodeOverhead - pointer) / (recordSize + pointer);
            total = (most + 1) * total + most;
            _totalSizes[level] = SizeOf(total);
        }
    }

    /// <summary>Reads all records of a tree.</summary>
    /// <param name="source">The file.</param>
    /// <param name="address">Where its header is.</param>
    /// <param name="types">The kinds of tree that are expected.</param>
    /// <returns>The kind of tree, and its records in order.</returns>
    public static (int Type, List<ReadOnlyMemory<byte>> Records) Read(H5Source source, long address, params ReadOnlySpan<int> types)
    {
        // 1. The header.
        var bytes = source.Read(address, 22 + source.AddressSize + source.LengthSize, "header of a tree");
        H5Checksum.Verify(source, bytes, "header of a tree");
        var cursor = new H5Cursor(source, bytes, "header of a tree");
        cursor.Signature("BTHD"u8);
        cursor.Version(0);
        int type = cursor.U8();
        var nodeSize = cursor.U32();
        int recordSize = cursor.U16(), depth = cursor.U16();
        cursor.Skip(2);
        var root = cursor.Address();
        var count = cursor.U16();
        if (!types.Contains(type)) throw source.Fault($"a tree is of kind {type}, which does not belong there; the file is damaged");
        if (depth > 40 || recordSize == 0 || nodeSize > 1 << 28 || nodeSize < NodeOverhead + recordSize) throw source.Fault("the header of a tree is damaged");

        // 2. The nodes.
        var tree = new H5Tree2(source, type, (int)nodeSize, recordSize, depth);
        if (root >= 0) tree.Node(root, count, depth);
        return (type, tree._records);
    }

    private static int SizeOf(BigInteger limit) => limit <= 0 ? 1 : (int)((limit.GetBitLength() + 7) / 8);

    private void Node(long address, int count, int depth)
    {
        // 1. A node says how many records those below it have.
        if (!_seen.Add(address)) throw _source.Fault("a node of a tree is used twice; the file is damaged");
        var pointer = depth == 0 ? 0 : _source.AddressSize + _countSize + _totalSizes[depth - 1];
        var length = NodeOverhead + (long)count * _recordSize + (depth == 0 ? 0 : (count + 1L) * pointer);
        if (length > _nodeSize) throw _source.Fault("a node of a tree has more records than fit; the file is damaged");
        var bytes = _source.Read(address, length, "node of a tree");
        H5Checksum.Verify(_source, bytes, "node of a tree");
        var cursor = new H5Cursor(_source, bytes, "node of a tree");
        cursor.Signature(depth == 0 ? "BTLF"u8 : "BTIN"u8);
        cursor.Version(0);
        if (cursor.U8() != _type) throw _source.Fault("a node of a tree is of another kind than the tree; the file is damaged");

        // 2. Its records, each between two nodes below.
        var records = bytes.AsMemory(cursor.Position, count * _recordSize);
        cursor.Skip(records.Length);
        for (var i = 0; i <= count; i++)
        {
            if (depth > 0)
            {
                var child = cursor.Address();
                var childCount = cursor.Number(_countSize);
                cursor.Skip(_totalSizes[depth - 1]);
                if (childCount > ushort.MaxValue) throw _source.Fault("a node of a tree has too many records; the file is damaged");
                Node(child, (int)childCount, depth - 1);
            }
            if (i < count) _records.Add(records.Slice(i * _recordSize, _recordSize));
        }
    }
}
