using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Keras.Saving;

/// <summary>The checksum of zip archives: the cyclic redundancy check of 32 bits of ISO 3309.</summary>
/// <remarks>Its loops are optimized at their first call: a file is mostly loaded once in the life of a process, which ends before the compiler would do so by itself.</remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>Eight tables: the effect of a byte that has 0 to 7 bytes behind it.</summary>
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The powers x^(2^n) modulo the polynomial.</summary>
    private static readonly uint[] Powers = MakePowers();

    /// <summary>What moves 16 bytes a number of bits on: a power of x for each half, modulo the polynomial.</summary>
    private static readonly Vector128<ulong> s_by128 = Moving(128), s_by256 = Moving(256), s_by512 = Moving(512), s_by1024 = Moving(1024);

    /// <summary>The checksum of bytes that follow others.</summary>
    /// <param name="crc">The checksum of those before; 0 where there are none.</param>
    /// <param name="bytes">The bytes.</param>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.V256.IsSupported && bytes.Length >= 512) crc = FoldWide(crc, ref bytes);
        else if (Pclmulqdq.IsSupported && bytes.Length >= 128) crc = Fold(crc, ref bytes);
        return ~ByTables(crc, bytes);
    }

    /// <summary>The checksum of two parts one after the other.</summary>
    /// <param name="first">That of the first part.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="secondLength">The bytes of the second.</param>
    internal static uint Combine(uint first, uint second, long secondLength) => Combine(first, second, Shift(secondLength));

    /// <summary>The checksum of two parts one after the other, where the second is as long as others were.</summary>
    /// <param name="first">That of the first part.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="shift">What <see cref="Shift"/> says of the length of the second.</param>
    internal static uint Combine(uint first, uint second, uint shift) => Multiply(shift, first) ^ second;

    /// <summary>What bytes that follow multiply a checksum by: x to the number of their bits.</summary>
    /// <param name="length">How many bytes follow.</param>
    internal static uint Shift(long length)
    {
        var shift = 1u << 31;
        for (var (bits, power) = (length, 3); bits != 0; bits >>= 1, power++)
            if ((bits & 1) != 0) shift = Multiply(Powers[power & 31], shift);
        return shift;
    }

    /// <summary>The same as <see cref="Fold"/> with registers of twice the size: 128 bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint FoldWide(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        // 1. Four registers, each moved 1024 bits on.
        var by1024 = Vector256.Create(s_by1024, s_by1024);
        var blocks = MemoryMarshal.Cast<byte, Vector256<ulong>>(bytes);
        var (a, b, c, d) = (blocks[0] ^ Vector256.CreateScalar((ulong)crc), blocks[1], blocks[2], blocks[3]);
        var i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            a = Move(a, by1024) ^ blocks[i];
            b = Move(b, by1024) ^ blocks[i + 1];
            c = Move(c, by1024) ^ blocks[i + 2];
            d = Move(d, by1024) ^ blocks[i + 3];
        }

        // 2. One register, then half of one.
        var by256 = Vector256.Create(s_by256, s_by256);
        var all = Move(Move(Move(a, by256) ^ b, by256) ^ c, by256) ^ d;
        bytes = bytes[(32 * i)..];
        return Remains(Move(all.GetLower(), s_by128) ^ all.GetUpper());
    }

    /// <summary>
    /// Takes 64 bytes at a time by multiplication without carry: four registers, each moved 512 bits on and added to the next bytes. What
    /// remains of all of it are 16 bytes with the same checksum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        // 1. Four registers.
        var (by512, by128) = (s_by512, s_by128);
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var (a, b, c, d) = (blocks[0] ^ Vector128.CreateScalar((ulong)crc), blocks[1], blocks[2], blocks[3]);
        var i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            a = Move(a, by512) ^ blocks[i];
            b = Move(b, by512) ^ blocks[i + 1];
            c = Move(c, by512) ^ blocks[i + 2];
            d = Move(d, by512) ^ blocks[i + 3];
        }

        // 2. One register; the rest of the bytes follow it.
        bytes = bytes[(16 * i)..];
        return Remains(Move(Move(Move(a, by128) ^ b, by128) ^ c, by128) ^ d);
    }

    private static uint Remains(Vector128<ulong> value)
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in value);
        return ByTables(0, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Move(Vector256<ulong> value, Vector256<ulong> powers) =>
        Pclmulqdq.V256.CarrylessMultiply(value, powers, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(value, powers, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Move(Vector128<ulong> value, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(value, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, powers, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[7][low & 0xFF] ^ t[6][low >> 8 & 0xFF] ^ t[5][low >> 16 & 0xFF] ^ t[4][low >> 24] ^ t[3][high & 0xFF] ^ t[2][high >> 8 & 0xFF] ^ t[1][high >> 16 & 0xFF] ^ t[0][high >> 24];
        }
        foreach (var b in bytes) crc = crc >> 8 ^ t[0][(crc ^ b) & 0xFF];
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var n = 0; n < 8; n++)
        {
            tables[n] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var value = n == 0 ? i : tables[n - 1][i];
                if (n > 0) value = value >> 8 ^ tables[0][value & 0xFF];
                else
                    for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ Polynomial : value >> 1;
                tables[n][i] = value;
            }
        }
        return tables;
    }

    private static uint[] MakePowers()
    {
        var powers = new uint[32];
        powers[0] = 1u << 30;
        for (var n = 1; n < powers.Length; n++) powers[n] = Multiply(powers[n - 1], powers[n - 1]);
        return powers;
    }

    /// <summary>The halves lie 64 bits apart; their powers are shifted by one bit, because the product of two reflected numbers of 32 bits lacks one.</summary>
    private static Vector128<ulong> Moving(int bits) => Vector128.Create((ulong)Power(bits + 32) << 1, (ulong)Power(bits - 32) << 1);

    private static uint Power(int bits)
    {
        var power = 1u << 31;
        for (var n = 0; bits != 0; bits >>= 1, n++)
            if ((bits & 1) != 0) power = Multiply(Powers[n], power);
        return power;
    }

    /// <summary>The product of two polynomials modulo that of the checksum; the highest bit is the power 0.</summary>
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (var bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b & 1) != 0 ? b >> 1 ^ Polynomial : b >> 1;
        }
        return product;
    }
}
