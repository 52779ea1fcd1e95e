using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Keras.Saving;

/// <summary>Copies blocks of numbers in memory so that rows become columns.</summary>
/// <remarks>Optimized at the first call, as the checksum is.</remarks>
internal static unsafe class Transposition
{
    /// <summary>As many elements of four bytes as a line of the cache holds: what is fetched is used before it is lost.</summary>
    private const int Strip = 16;

    /// <summary>The side of the squares that are turned in registers.</summary>
    private const int Side = 8;

    /// <summary>Puts element j of row i of the source into place i of row j of the destination.</summary>
    /// <param name="source">Where the rows of the source begin.</param>
    /// <param name="destination">Where those of the destination begin.</param>
    /// <param name="size">The bytes of an element: 1, 2, 4 or 8.</param>
    /// <param name="alongDestination">Whether the rows of the destination are filled from end to end, a few at a time; otherwise those of the source are read so. The other side should fit into the cache.</param>
    internal static void Copy(ReadOnlySpan<nint> source, ReadOnlySpan<nint> destination, int size, bool alongDestination)
    {
        switch (size)
        {
            case 1:
                Copy<byte>(source, destination, alongDestination);
                break;
            case 2:
                Copy<ushort>(source, destination, alongDestination);
                break;
            case 4:
                Copy<uint>(source, destination, alongDestination);
                break;
            case 8:
                Copy<ulong>(source, destination, alongDestination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(size), size, "Expected an element of 1, 2, 4 or 8 bytes.");
        }
    }

    private static void Copy<T>(ReadOnlySpan<nint> source, ReadOnlySpan<nint> destination, bool alongDestination) where T : unmanaged
    {
        if (!alongDestination)
        {
            for (var row = 0; row < source.Length; row += Strip) Block<T>(source, row, Math.Min(row + Strip, source.Length), destination, 0, destination.Length, past: false);
            return;
        }
        // What is much larger than the cache is written past it: it need not be fetched first.
        var past = Avx.IsSupported;
        foreach (var row in destination) past &= row % sizeof(Vector256<float>) == 0;
        for (var column = 0; column < destination.Length; column += Strip) Block<T>(source, 0, source.Length, destination, column, Math.Min(column + Strip, destination.Length), past);
        if (past) Sse.StoreFence();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<T>(ReadOnlySpan<nint> source, int row, int rows, ReadOnlySpan<nint> destination, int column, int columns, bool past) where T : unmanaged
    {
        // 1. Squares, as far as they fit.
        var (endRow, endColumn) = (row, column);
        if (sizeof(T) == 4 && Avx.IsSupported)
        {
            endColumn += (columns - column) / Side * Side;
            // Two on top of each other, so that a line of the destination is complete before it leaves the cache.
            for (; endRow + Side <= rows; endRow += Side)
            {
                var next = endRow + 2 * Side <= rows;
                for (var c = column; c < endColumn; c += Side)
                {
                    Square(source.Slice(endRow, Side), 4 * c, destination.Slice(c, Side), 4 * endRow, past);
                    if (next) Square(source.Slice(endRow + Side, Side), 4 * c, destination.Slice(c, Side), 4 * (endRow + Side), past);
                }
                Elements<T>(source, endRow, endRow + (next ? 2 : 1) * Side, destination, endColumn, columns);
                if (next) endRow += Side;
            }
        }

        // 2. The rows that are left.
        Elements<T>(source, endRow, rows, destination, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Elements<T>(ReadOnlySpan<nint> source, int row, int rows, ReadOnlySpan<nint> destination, int column, int columns) where T : unmanaged
    {
        for (var c = column; c < columns; c++)
        {
            var to = (T*)destination[c];
            for (var r = row; r < rows; r++) to[r] = ((T*)source[r])[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(ReadOnlySpan<nint> source, nint from, ReadOnlySpan<nint> destination, nint to, bool past)
    {
        // 1. Rows are mixed in pairs, first number by number, then two by two.
        var (r0, r1, r2, r3) = (Load(source[0] + from), Load(source[1] + from), Load(source[2] + from), Load(source[3] + from));
        var (r4, r5, r6, r7) = (Load(source[4] + from), Load(source[5] + from), Load(source[6] + from), Load(source[7] + from));
        var (a0, a1, a2, a3) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5, a6, a7) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1, b2, b3) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE), Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5, b6, b7) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE), Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));

        // 2. Then halves of registers.
        Store(Avx.Permute2x128(b0, b4, 0x20), destination[0] + to, past);
        Store(Avx.Permute2x128(b1, b5, 0x20), destination[1] + to, past);
        Store(Avx.Permute2x128(b2, b6, 0x20), destination[2] + to, past);
        Store(Avx.Permute2x128(b3, b7, 0x20), destination[3] + to, past);
        Store(Avx.Permute2x128(b0, b4, 0x31), destination[4] + to, past);
        Store(Avx.Permute2x128(b1, b5, 0x31), destination[5] + to, past);
        Store(Avx.Permute2x128(b2, b6, 0x31), destination[6] + to, past);
        Store(Avx.Permute2x128(b3, b7, 0x31), destination[7] + to, past);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, nint address, bool past)
    {
        if (past) value.StoreAlignedNonTemporal((float*)address);
        else value.Store((float*)address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(nint address) => Vector256.Load((float*)address);
}
