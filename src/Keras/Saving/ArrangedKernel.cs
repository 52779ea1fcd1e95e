using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>
/// A convolution's kernel between a file, where it is (places, a, b), and memory, where it lies as (b, a, places): block by block through
/// a buffer of limited size, so that no second copy of it is made.
/// </summary>
internal sealed unsafe class ArrangedKernel
{
    /// <summary>The bytes of a block that a thread turns at once: they stay in its cache.</summary>
    private const long BlockBytes = 1 << 19;

    /// <summary>The bytes that are turned before they are written.</summary>
    private const long MaxSlabBytes = 64 << 20;

    private const int WriteBytes = 1 << 20;

    /// <summary>A multiple of this many rows ends where a line of the cache does.</summary>
    private const int Line = 16;

    private readonly int _size;
    private readonly int _places;
    private readonly int _a;
    private readonly int _b;
    private readonly nint _memory;

    /// <summary>The bytes in memory from one b to the next.</summary>
    private readonly long _row;

    private ArrangedKernel(long places, long a, long b, int size, nint memory) => (_places, _a, _b, _size, _memory, _row) = ((int)places, (int)a, (int)b, size, memory, a * places * size);

    /// <summary>Makes the way between file and memory.</summary>
    /// <param name="shape">The shape in the file, the last two axes of which come first in memory.</param>
    /// <param name="order">The order of the axes in memory.</param>
    /// <param name="size">The bytes of an element.</param>
    /// <param name="memory">Where the values begin in memory; 0 for nowhere.</param>
    /// <returns>It; null for another order, and where there is no memory.</returns>
    internal static ArrangedKernel? Of(long[] shape, long[] order, int size, nint memory)
    {
        var rank = shape.Length;
        if (rank < 3 || order[0] != rank - 1 || order[1] != rank - 2) return null;
        long places = 1;
        for (var i = 0; i < rank - 2; i++)
        {
            if (order[i + 2] != i) return null;
            places *= shape[i];
        }
        return memory == 0 || places == 0 || shape[^1] == 0 || shape[^2] == 0 || places * shape[^2] > int.MaxValue ? null : new ArrangedKernel(places, shape[^2], shape[^1], size, memory);
    }

    /// <summary>Fills the memory with the elements of a dataset that lie in the file one after the other.</summary>
    internal void Read(H5Dataset dataset)
    {
        // 1. A block has all places, of some of a, and of all of b unless that alone is too much.
        var countA = (int)Math.Clamp(BlockBytes / ((long)_places * _b * _size), 1, _a);
        if (countA > Line) countA -= countA % Line;
        var countB = countA > 1 ? _b : (int)Math.Clamp(BlockBytes / ((long)_places * _size), 1, _b);
        var blocksB = (_b + countB - 1) / countB;
        var blocks = (_a + countA - 1) / countA * (long)blocksB;

        // 2. Each is read and turned.
        Pieces.Run(blocks, dataset.File.Source.IsParallel, block =>
        {
            int a = (int)(block / blocksB) * countA, b = (int)(block % blocksB) * countB;
            ReadBlock(dataset, a, Math.Min(countA, _a - a), b, Math.Min(countB, _b - b));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadBlock(H5Dataset dataset, int firstA, int countA, int firstB, int countB)
    {
        var row = (long)countB * _size;
        var buffer = (byte*)NativeMemory.Alloc((nuint)(_places * countA * row));
        try
        {
            // 1. From the file: (places, a, b).
            var rows = new nint[countA * _places];
            for (var place = 0; place < _places; place++)
            {
                var target = buffer + place * countA * row;
                var start = (((long)place * _a + firstA) * _b + firstB) * _size;
                // Rows that are complete follow each other in the file; otherwise there is one alone.
                dataset.ReadPart(start, new Span<byte>(target, checked((int)(countA * row))));
                for (var a = 0; a < countA; a++) rows[a * _places + place] = (nint)(target + a * row);
            }

            // 2. Into memory: (b, a, places).
            var columns = new nint[countB];
            for (var b = 0; b < countB; b++) columns[b] = (nint)(_memory + (firstB + b) * _row + (long)firstA * _places * _size);
            Transposition.Copy(rows, columns, _size, alongDestination: true);
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    /// <summary>Writes the values in the order of files.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="slabBytes">The bytes that are turned before they are written.</param>
    internal void Write(Stream stream, long slabBytes = MaxSlabBytes)
    {
        // 1. How much is turned before it is written: everything, or some places, or a part of one.
        var placeBytes = (long)_a * _b * _size;
        var slabPlaces = (int)Math.Clamp(slabBytes / placeBytes, 1, _places);
        var slabA = (int)Math.Clamp(slabBytes / ((long)_b * _size), 1, _a);
        if (slabPlaces > 1) slabA = _a;
        var buffer = (byte*)NativeMemory.Alloc((nuint)((long)slabPlaces * slabA * _b * _size));
        try
        {
            // 2. Slab by slab, in the order of the file.
            for (var place = 0; place < _places; place += slabPlaces)
            {
                var places = Math.Min(slabPlaces, _places - place);
                for (var a = 0; a < _a; a += slabA)
                {
                    var count = Math.Min(slabA, _a - a);
                    Turn(buffer, place, places, a, count);
                    var bytes = (long)places * count * _b * _size;
                    for (long done = 0; done < bytes; done += WriteBytes) stream.Write(new ReadOnlySpan<byte>(buffer + done, (int)Math.Min(WriteBytes, bytes - done)));
                }
            }
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    /// <summary>Puts a slab into the buffer, as (places, a, b).</summary>
    private void Turn(byte* buffer, int firstPlace, int places, int firstA, int countA)
    {
        var row = (long)_b * _size;
        var to = (nint)buffer;
        if (places == _places)
        {
            // 1. All places of some of a lie together in memory.
            var some = (int)Math.Clamp(BlockBytes / (places * row), 1, countA);
            Pieces.Run((countA + some - 1) / some, parallel: true, block =>
            {
                var a0 = (int)block * some;
                TurnBlock(to + (nint)(a0 * row), firstA + a0, Math.Min(some, countA - a0), countA * row);
            });
            return;
        }

        // 2. Of a very large kernel single places are picked.
        Pieces.Run((long)places * countA, parallel: true, item =>
        {
            var from = (byte*)_memory + ((item % countA + firstA) * _places + firstPlace + item / countA) * _size;
            Pick(from, (byte*)to + item * row);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TurnBlock(nint to, int firstA, int countA, long place)
    {
        var rows = new nint[_b];
        for (var b = 0; b < _b; b++) rows[b] = (nint)(_memory + b * _row + (long)firstA * _places * _size);
        var columns = new nint[countA * _places];
        for (var column = 0; column < columns.Length; column++) columns[column] = (nint)(to + column % _places * place + (long)(column / _places) * _b * _size);
        Transposition.Copy(rows, columns, _size, alongDestination: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pick(byte* from, byte* to)
    {
        for (var b = 0; b < _b; b++, from += _row, to += _size)
        {
            switch (_size)
            {
                case 1:
                    *to = *from;
                    break;
                case 2:
                    *(ushort*)to = *(ushort*)from;
                    break;
                case 4:
                    *(uint*)to = *(uint*)from;
                    break;
                default:
                    *(ulong*)to = *(ulong*)from;
                    break;
            }
        }
    }
}
