namespace Keras.Saving.Hdf5;

/// <summary>The checksum of a part of a file, out of those of the pieces that were read of it in any order: what is read anyway is not read twice.</summary>
internal sealed class H5ReadChecksum
{
    private const int Block = 1 << 18;

    private readonly Lock _lock = new();
    private readonly List<(long Start, long Length, uint Crc)> _pieces = [];

    /// <summary>The bytes that should be read at once, so that they are still in the cache when their checksum is made.</summary>
    internal static int BlockSize => Block;

    /// <summary>Notes a piece that was read.</summary>
    internal void Add(long start, long length, uint crc)
    {
        lock (_lock) _pieces.Add((start, length, crc));
    }

    /// <summary>The checksum of all bytes.</summary>
    /// <param name="length">The bytes.</param>
    /// <param name="read">Reads bytes from a place on: those that no piece has.</param>
    internal uint Of(long length, ReadAt read)
    {
        var (at, crc) = (0L, 0u);
        var buffer = new byte[Math.Min(Block, length)];
        foreach (var piece in _pieces.OrderBy(p => p.Start).Append((Start: length, Length: 0L, Crc: 0u)))
        {
            // A piece that others cover in part cannot be used.
            if (piece.Start < at) continue;
            while (at < piece.Start)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, piece.Start - at));
                read(at, part);
                crc = Crc32.Append(crc, part);
                at += part.Length;
            }
            crc = Crc32.Combine(crc, piece.Crc, piece.Length);
            at += piece.Length;
        }
        return crc;
    }

    /// <summary>Fills a span with the bytes from a place on.</summary>
    internal delegate void ReadAt(long start, Span<byte> destination);
}
