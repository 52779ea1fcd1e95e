using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>The filters that the chunks of a dataset went through when they were written: compression, reordering of bytes, checksums.</summary>
internal sealed class H5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher32 = 3;

    private readonly H5Source _source;
    private readonly List<(int Id, int Parameter)> _filters = [];

    /// <summary>Reads a filter message.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message; null where there is none.</param>
    public H5Filters(H5Source source, ReadOnlyMemory<byte>? body)
    {
        _source = source;
        if (body is null) return;
        var cursor = new H5Cursor(source, body.Value.Span, "list of filters");
        int version = cursor.U8(), count = cursor.U8();
        if (version == 1) cursor.Skip(6);
        else if (version != 2) throw source.Fault($"a list of filters has version {version}, 1 or 2 is expected");
        if (count > 32) throw source.Fault($"a dataset has {count} filters, HDF5 allows 32; the file is damaged");
        for (var i = 0; i < count; i++)
        {
            var id = cursor.U16();
            var nameLength = version == 1 || id >= 256 ? cursor.U16() : 0;
            cursor.Skip(2);
            var parameters = cursor.U16();
            var name = H5Strings.UpToZero(cursor.Bytes(nameLength));
            if (version == 1) cursor.Skip(-nameLength & 7);
            var parameter = parameters > 0 ? cursor.U32() : 0;
            cursor.Skip(4L * Math.Max(0, parameters - 1));
            if (version == 1 && parameters % 2 != 0) cursor.Skip(4);
            if (id is not (Deflate or Shuffle or Fletcher32))
                Unknown ??= $"{(name.Length > 0 ? $"'{name}' " : "")}({id})";
            _filters.Add((id, (int)Math.Min(parameter, int.MaxValue)));
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => _filters.Count > 0;

    /// <summary>A filter that cannot be undone; null where there is none.</summary>
    public string? Unknown { get; }

    /// <summary>Undoes the filters of a chunk.</summary>
    /// <param name="chunk">The chunk as it is in the file.</param>
    /// <param name="mask">A bit for each filter: set where it was left out.</param>
    /// <param name="length">The bytes of the chunk.</param>
    /// <param name="elementSize">The bytes of an element.</param>
    public ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> chunk, uint mask, int length, int elementSize)
    {
        for (var i = _filters.Count - 1; i >= 0; i--)
        {
            if (i < 32 && ((mask >> i) & 1) != 0) continue;
            chunk = _filters[i].Id switch
            {
                Deflate => Inflate(chunk, length + 4 * _filters.Take(i).Count(f => f.Id == Fletcher32)),
                Shuffle => Unshuffle(chunk.Span, _filters[i].Parameter > 0 ? _filters[i].Parameter : elementSize),
                _ => Verify(chunk),
            };
        }
        return chunk.Length == length ? chunk : throw _source.Fault($"a chunk has {chunk.Length} bytes, {length} are expected; the file is damaged");
    }

    /// <summary>Decompresses a chunk, whose bytes are known: more are not waited for.</summary>
    private unsafe byte[] Inflate(ReadOnlyMemory<byte> chunk, int length)
    {
        if (chunk.IsEmpty) throw _source.Fault("a compressed chunk is empty; the file is damaged");
        var output = new byte[length];
        fixed (byte* start = chunk.Span)
        {
            using var compressed = new UnmanagedMemoryStream(start, chunk.Length);
            using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
            try
            {
                var count = stream.ReadAtLeast(output, length, throwOnEndOfStream: false);
                if (count == length && stream.ReadByte() < 0) return output;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw Hdf5Fault.In(_source.Name, "the compressed data of a chunk is damaged", e);
            }
        }
        throw _source.Fault($"a compressed chunk does not have the {length} bytes that are expected; the file is damaged");
    }

    /// <summary>Puts the bytes of each element together again: they were stored first bytes first, then second bytes, and so on.</summary>
    private static byte[] Unshuffle(ReadOnlySpan<byte> chunk, int size)
    {
        var output = chunk.ToArray();
        if (size <= 1 || size > chunk.Length) return output;
        var count = chunk.Length / size;
        for (var part = 0; part < size; part++)
        {
            var from = chunk.Slice(part * count, count);
            for (var i = 0; i < from.Length; i++) output[i * size + part] = from[i];
        }
        return output;
    }

    private ReadOnlyMemory<byte> Verify(ReadOnlyMemory<byte> chunk)
    {
        if (chunk.Length < 4) throw _source.Fault("a chunk has no checksum; the file is damaged");
        var data = chunk[..^4];
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(chunk.Span[^4..]);
        var computed = H5Checksum.Fletcher32(data.Span);

        // Old versions of the library stored the two bytes of each half the other way round.
        var swapped = ((computed & 0x00ff00ff) << 8) | ((computed >> 8) & 0x00ff00ff);
        return stored == computed || stored == swapped || !_source.VerifyChecksums ? data : throw _source.Fault("the checksum of a chunk does not match; the file is damaged");
    }
}
