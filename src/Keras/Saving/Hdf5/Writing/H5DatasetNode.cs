namespace Keras.Saving.Hdf5;

/// <summary>A dataset of a tree that is to be written: numbers of any amount, which are asked for only when the file is written.</summary>
internal sealed class H5DatasetNode : H5Node
{
    private readonly Action<Stream> _write;

    /// <summary>Creates a dataset whose data a callback writes.</summary>
    /// <param name="type">A numeric type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="write">Writes the elements to the stream, row-major and little-endian: <see cref="ByteLength"/> bytes exactly, in pieces of any size.</param>
    public H5DatasetNode(H5DType type, IEnumerable<long> shape, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Type = type;
        Shape = [.. shape];
        ByteLength = H5Encoding.ByteLength(type, Shape, "dataset");
        _write = write;
    }

    /// <summary>The type of an element.</summary>
    public H5DType Type { get; }

    /// <summary>The shape; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The bytes of all elements.</summary>
    public long ByteLength { get; }

    /// <summary>A dataset of data in memory. The memory is read when the file is written.</summary>
    /// <param name="type">A numeric type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="data">The elements, row-major and little-endian.</param>
    public static H5DatasetNode FromMemory(H5DType type, IEnumerable<long> shape, ReadOnlyMemory<byte> data)
    {
        var node = new H5DatasetNode(type, shape, stream => stream.Write(data.Span));
        node.CheckLength(data.Length);
        return node;
    }

    /// <summary>A dataset of data in native memory, of any size. The memory is read when the file is written.</summary>
    /// <param name="type">A numeric type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="pointer">The first of the elements, row-major and little-endian.</param>
    /// <param name="bytes">The bytes there.</param>
    /// <param name="owner">What owns the memory: it is kept alive until the dataset is written.</param>
    public static H5DatasetNode FromPointer(H5DType type, IEnumerable<long> shape, nint pointer, long bytes, object? owner = null)
    {
        var node = new H5DatasetNode(type, shape, stream =>
        {
            for (long done = 0; done < bytes;)
            {
                // What a checksum was just made of is still in the cache when it is written.
                var count = (int)Math.Min(bytes - done, 1 << 20);
                unsafe
                {
                    stream.Write(new ReadOnlySpan<byte>((byte*)pointer + done, count));
                }
                done += count;
            }
            GC.KeepAlive(owner);
        });
        node.CheckLength(bytes);
        return node;
    }

    /// <summary>Writes the data, and checks that it is as long as the shape says.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="path">The path of the dataset, for the message.</param>
    internal void Write(Stream stream, string path)
    {
        var limited = new H5DataStream(stream, ByteLength, path);
        _write(limited);
        limited.CheckComplete();
    }

    private void CheckLength(long bytes)
    {
        if (bytes != ByteLength)
            throw new ArgumentException($"A dataset of type {Type} and shape ({string.Join(", ", Shape)}) needs {ByteLength} bytes, got {bytes}.");
    }
}
