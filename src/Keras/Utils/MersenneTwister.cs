using System.Runtime.InteropServices;

namespace Keras.Utils;

/// <summary>The 32-bit Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), which CPython's <c>random</c> and NumPy's <c>RandomState</c> both stand on.</summary>
internal sealed class MersenneTwister
{
    /// <summary>Numbers in the state.</summary>
    internal const int Size = 624;

    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _index = Size;

    /// <summary>The state: 624 numbers, then how many of them were given out.</summary>
    /// <exception cref="ArgumentException">It is no such state.</exception>
    public byte[] State
    {
        get => [.. MemoryMarshal.AsBytes(_state.AsSpan()), .. BitConverter.GetBytes(_index)];
        set
        {
            if (value.Length != 4 * (Size + 1) || BitConverter.ToInt32(value, 4 * Size) is < 0 or > Size)
                throw new ArgumentException($"A state of a Mersenne Twister has {4 * (Size + 1)} bytes and a position up to {Size}; these are {value.Length} others.", nameof(value));
            value.AsSpan(0, 4 * Size).CopyTo(MemoryMarshal.AsBytes(_state.AsSpan()));
            _index = BitConverter.ToInt32(value, 4 * Size);
        }
    }

    /// <summary>Seeds from one 32-bit number (<c>init_genrand</c> of the reference code).</summary>
    public void Seed(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++) _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
        _index = Size;
    }

    /// <summary>Seeds from any count of 32-bit numbers (<c>init_by_array</c> of the reference code).</summary>
    public void Seed(ReadOnlySpan<uint> key)
    {
        Seed(19650218u);
        var i = 1;
        for (int k = Math.Max(Size, key.Length), j = 0; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525u)) + key[j] + (uint)j;
            i = NextIndex(i);
            j = (j + 1) % key.Length;
        }
        for (var k = Size - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941u)) - (uint)i;
            i = NextIndex(i);
        }
        _state[0] = 0x80000000u;

        int NextIndex(int index)
        {
            if (index + 1 < Size) return index + 1;
            _state[0] = _state[Size - 1];
            return 1;
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_index == Size) Refill();
        var y = _state[_index++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    /// <summary>The next double in [0, 1), of 53 random bits.</summary>
    public double NextDouble()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    private void Refill()
    {
        for (var k = 0; k < Size; k++)
        {
            var y = (_state[k] & 0x80000000u) | (_state[(k + 1) % Size] & 0x7FFFFFFFu);
            _state[k] = _state[(k + Middle) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DFu);
        }
        _index = 0;
    }
}
