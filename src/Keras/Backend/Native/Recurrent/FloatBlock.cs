using System.Runtime.InteropServices;

namespace Keras.Backend.Native.Recurrent;

/// <summary>Working memory of a sequence, which the next one of the same length takes over: touching new pages costs more than the arithmetic of a step.</summary>
internal sealed unsafe class FloatBlock : IDisposable
{
    // What waits for the next sequence; more is given back to the system.
    private const long Waiting = 256L << 20;
    private static readonly List<FloatBlock> s_waiting = [];
    private static long s_bytes;

    private readonly long _size;
    private bool _rented = true;

    private FloatBlock(long count)
    {
        _size = count * sizeof(float);
        First = (float*)NativeMemory.AlignedAlloc((nuint)_size, 64);
    }

    /// <summary>Gives the memory back where a block was lost.</summary>
    ~FloatBlock() => NativeMemory.AlignedFree(First);

    internal float* First { get; }

    /// <summary>A block of at least so many elements, with any values.</summary>
    internal static FloatBlock Rent(long count)
    {
        long size = count * sizeof(float);
        lock (s_waiting)
        {
            for (int i = s_waiting.Count - 1; i >= 0; i--)
            {
                var block = s_waiting[i];
                if (block._size < size || block._size > 2 * size) continue;
                s_waiting.RemoveAt(i);
                s_bytes -= block._size;
                block._rented = true;
                return block;
            }
        }
        return new(count);
    }

    public void Dispose()
    {
        lock (s_waiting)
        {
            if (!_rented) return;
            _rented = false;
            // The oldest make room.
            while (s_waiting.Count > 0 && s_bytes + _size > Waiting)
            {
                s_waiting[0].Free();
                s_bytes -= s_waiting[0]._size;
                s_waiting.RemoveAt(0);
            }
            if (s_bytes + _size > Waiting)
            {
                Free();
                return;
            }
            s_waiting.Add(this);
            s_bytes += _size;
        }
    }

    private void Free()
    {
        NativeMemory.AlignedFree(First);
        GC.SuppressFinalize(this);
    }
}
