using System.Buffers;

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
    /// <param name="read">Reads bytes from a place on, those that no piece has; several threads may ask at once.</param>
    internal uint Of(long length, ReadAt read)
    {
        // 1. What nobody read yet is read now.
        var missing = Missing(length);
        Pieces.Run(missing.Count, parallel: true, i =>
        {
            var (start, count) = missing[(int)i];
            var buffer = ArrayPool<byte>.Shared.Rent(count);
            read(start, buffer.AsSpan(0, count));
            Add(start, count, Crc32.Append(0, buffer.AsSpan(0, count)));
            ArrayPool<byte>.Shared.Return(buffer);
        });

        // 2. One after the other. Most pieces are as long as the one before.
        var (at, crc) = (0L, 0u);
        var (shiftLength, shift) = (0L, Crc32.Shift(0));
        foreach (var piece in InOrder())
        {
            if (piece.Start < at) continue;
            if (piece.Length != shiftLength) (shiftLength, shift) = (piece.Length, Crc32.Shift(piece.Length));
            crc = Crc32.Combine(crc, piece.Crc, shift);
            at += piece.Length;
        }
        return crc;
    }

    /// <summary>The blocks between the pieces. A piece that others cover in part cannot be used.</summary>
    private List<(long Start, int Length)> Missing(long length)
    {
        var missing = new List<(long, int)>();
        var at = 0L;
        foreach (var piece in InOrder().Append((Start: length, Length: 0L, Crc: 0u)))
        {
            if (piece.Start < at) continue;
            for (; at < piece.Start; at += missing[^1].Item2) missing.Add((at, (int)Math.Min(Block, piece.Start - at)));
            at += piece.Length;
        }
        return missing;
    }

    private (long Start, long Length, uint Crc)[] InOrder() => [.. _pieces.OrderBy(p => p.Start)];

    /// <summary>Fills a span with the bytes from a place on.</summary>
    internal delegate void ReadAt(long start, Span<byte> destination);
}
