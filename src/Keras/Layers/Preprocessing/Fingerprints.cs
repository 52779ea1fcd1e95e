using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Keras.Layers;

/// <summary>Hashes that are the same everywhere and for ever: FarmHash's 64-bit fingerprint (variant "na") and SipHash-2-4.</summary>
/// <remarks>The first is public at https://github.com/google/farmhash, the second in https://www.aumasson.jp/siphash/siphash.pdf.</remarks>
internal static class Fingerprints
{
    private const ulong K0 = 0xc3a5c85c97cb3127;
    private const ulong K1 = 0xb492b66fbe98f273;
    private const ulong K2 = 0x9ae16a3b2f90404f;

    /// <summary>In which of some buckets a text falls.</summary>
    internal static long Bucket(string text, long buckets, HashSalt? salt)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (long)((salt is { } key ? Sip((ulong)key.First, (ulong)key.Second, bytes) : Farm(bytes)) % (ulong)buckets);
    }

    /// <summary>The fingerprint of a text.</summary>
    internal static ulong Farm(string text) => Farm(Encoding.UTF8.GetBytes(text));

    /// <summary>Two fingerprints as one; their order matters.</summary>
    internal static ulong Join(ulong first, ulong second)
    {
        const ulong factor = 0xc6a4a7935bd1e995;
        var joined = first ^ factor ^ Fold(second * factor) * factor;
        joined *= factor;
        return Fold(Fold(joined) * factor);
    }

    internal static ulong Farm(ReadOnlySpan<byte> s) => s.Length switch
    {
        <= 16 => Tiny(s),
        <= 32 => Small(s),
        <= 64 => Medium(s),
        _ => Large(s),
    };

    private static ulong Word(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static ulong Half(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);

    private static ulong Right(ulong value, int bits) => BitOperations.RotateRight(value, bits);

    private static ulong Fold(ulong value) => value ^ (value >> 47);

    private static ulong Mix(ulong a, ulong b, ulong factor)
    {
        var inner = Fold((a ^ b) * factor);
        return Fold((b ^ inner) * factor) * factor;
    }

    private static ulong Tiny(ReadOnlySpan<byte> s)
    {
        var n = s.Length;
        var factor = K2 + (ulong)n * 2;
        if (n >= 8)
        {
            var (a, b) = (Word(s, 0) + K2, Word(s, n - 8));
            return Mix(Right(b, 37) * factor + a, (Right(a, 25) + b) * factor, factor);
        }
        if (n >= 4) return Mix((ulong)n + (Half(s, 0) << 3), Half(s, n - 4), factor);
        if (n == 0) return K2;
        var y = s[0] + ((uint)s[n >> 1] << 8);
        var z = (uint)n + ((uint)s[n - 1] << 2);
        return Fold(y * K2 ^ z * K0) * K2;
    }

    private static ulong Small(ReadOnlySpan<byte> s)
    {
        var n = s.Length;
        var factor = K2 + (ulong)n * 2;
        var (a, b, c, d) = (Word(s, 0) * K1, Word(s, 8), Word(s, n - 8) * factor, Word(s, n - 16) * K2);
        return Mix(Right(a + b, 43) + Right(c, 30) + d, a + Right(b + K2, 18) + c, factor);
    }

    private static ulong Medium(ReadOnlySpan<byte> s)
    {
        var n = s.Length;
        var factor = K2 + (ulong)n * 2;
        var (a, b, c, d) = (Word(s, 0) * K2, Word(s, 8), Word(s, n - 8) * factor, Word(s, n - 16) * K2);
        var y = Right(a + b, 43) + Right(c, 30) + d;
        var z = Mix(y, a + Right(b + K2, 18) + c, factor);
        var (e, f) = (Word(s, 16) * factor, Word(s, 24));
        var (g, h) = ((y + Word(s, n - 32)) * factor, (z + Word(s, n - 24)) * factor);
        return Mix(Right(e + f, 43) + Right(g, 30) + h, e + Right(f + a, 18) + g, factor);
    }

    private static ulong Large(ReadOnlySpan<byte> s)
    {
        const ulong seed = 81;
        // 1. State of 56 bytes.
        ulong x = unchecked(seed * K2) + Word(s, 0), y = unchecked(seed * K1 + 113), z = Fold(y * K2 + 113) * K2;
        (ulong A, ulong B) v = (0, 0), w = (0, 0);

        // 2. Blocks of 64 bytes, but for what the last block covers.
        var blocks = (s.Length - 1) / 64;
        for (var i = 0; i < blocks; i++) Round(s[(i * 64)..], K1, 1);

        // 3. The last 64 bytes, which may overlap those before.
        var factor = K1 + ((z & 0xff) << 1);
        w.A += (ulong)((s.Length - 1) & 63);
        v.A += w.A;
        w.A += v.A;
        Round(s[^64..], factor, 9);
        return Mix(Mix(v.A, w.A, factor) + Fold(y) * K0 + z, Mix(v.B, w.B, factor) + x, factor);

        void Round(ReadOnlySpan<byte> p, ulong by, ulong weight)
        {
            x = Right(x + y + v.A + Word(p, 8), 37) * by;
            y = Right(y + v.B + Word(p, 48), 42) * by;
            x ^= w.B * weight;
            y += v.A * weight + Word(p, 40);
            z = Right(z + w.A, 33) * by;
            v = Weak(p, v.B * by, x + w.A);
            w = Weak(p[32..], z + w.B, y + Word(p, 16));
            (z, x) = (x, z);
        }
    }

    private static (ulong, ulong) Weak(ReadOnlySpan<byte> p, ulong a, ulong b)
    {
        var last = Word(p, 24);
        a += Word(p, 0);
        b = Right(b + a + last, 21);
        var start = a;
        a += Word(p, 8) + Word(p, 16);
        return (a + last, b + Right(a, 44) + start);
    }

    /// <summary>SipHash-2-4 of bytes under a key of two words.</summary>
    internal static ulong Sip(ulong key0, ulong key1, ReadOnlySpan<byte> s)
    {
        ulong a = key0 ^ 0x736f6d6570736575, b = key1 ^ 0x646f72616e646f6d, c = key0 ^ 0x6c7967656e657261, d = key1 ^ 0x7465646279746573;
        // 1. Words of 8 bytes; the last holds what is left, and the length in its top byte.
        var whole = s.Length / 8;
        for (var i = 0; i < whole; i++) Absorb(Word(s, i * 8));
        Span<byte> tail = stackalloc byte[8];
        tail.Clear();
        s[(whole * 8)..].CopyTo(tail);
        tail[7] = (byte)s.Length;
        Absorb(Word(tail, 0));

        // 2. Four rounds more.
        c ^= 0xff;
        for (var i = 0; i < 4; i++) Round();
        return a ^ b ^ c ^ d;

        void Absorb(ulong word)
        {
            d ^= word;
            Round();
            Round();
            a ^= word;
        }

        void Round()
        {
            a += b;
            c += d;
            b = BitOperations.RotateLeft(b, 13) ^ a;
            d = BitOperations.RotateLeft(d, 16) ^ c;
            a = BitOperations.RotateLeft(a, 32);
            c += b;
            a += d;
            b = BitOperations.RotateLeft(b, 17) ^ c;
            d = BitOperations.RotateLeft(d, 21) ^ a;
            c = BitOperations.RotateLeft(c, 32);
        }
    }
}
