namespace Keras.Saving.Hdf5;

/// <summary>The global heap of a file: where strings of variable length are.</summary>
/// <param name="source">The file.</param>
internal sealed class H5GlobalHeap(H5Source source)
{
    private const long MaxCached = 32 << 20;

    private readonly Dictionary<long, Collection> _collections = [];
    private readonly Lock _lock = new();
    private long _cached;

    /// <summary>Reads an object.</summary>
    /// <param name="address">The address of its collection.</param>
    /// <param name="index">Its number there.</param>
    public ReadOnlyMemory<byte> Read(long address, uint index)
    {
        lock (_lock)
        {
            if (!_collections.TryGetValue(address, out var collection))
            {
                collection = ReadCollection(address);
                if (_cached + collection.Bytes.Length > MaxCached)
                {
                    _collections.Clear();
                    _cached = 0;
                }
                _collections[address] = collection;
                _cached += collection.Bytes.Length;
            }
            if (!collection.Objects.TryGetValue(index, out var place))
                throw source.Fault($"a string is said to be object {index} of the heap at {address}, which has no such object; the file is damaged");
            return collection.Bytes.AsMemory(place.Start, place.Length);
        }
    }

    private sealed record Collection(byte[] Bytes, Dictionary<uint, (int Start, int Length)> Objects);

    private Collection ReadCollection(long address)
    {
        // 1. The whole collection.
        var prefix = new H5Cursor(source, source.Read(address, 8 + source.LengthSize, "heap of strings"), "heap of strings");
        prefix.Signature("GCOL"u8);
        prefix.Version(1);
        prefix.Skip(3);
        var bytes = source.Read(address, prefix.Length(), "heap of strings");

        // 2. Where its objects are. Number 0 is the space that is left.
        var objects = new Dictionary<uint, (int Start, int Length)>();
        var prefixSize = (8 + source.LengthSize + 7) & ~7;
        var cursor = new H5Cursor(source, bytes, "heap of strings");
        cursor.Skip(prefixSize);
        while (cursor.Remaining >= prefixSize)
        {
            var index = (uint)cursor.U16();
            if (index == 0) break;
            cursor.Skip(6);
            var length = cursor.Length();
            cursor.Skip(prefixSize - 8 - source.LengthSize);
            var start = cursor.Position;
            cursor.Skip(length);
            objects.TryAdd(index, (start, (int)length));
            cursor.Skip(Math.Min(-length & 7, cursor.Remaining));
        }
        return new Collection(bytes, objects);
    }
}
