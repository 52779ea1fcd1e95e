using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Keras.Saving;

/// <summary>The checksum of zip archives: the cyclic redundancy check of 32 bits of ISO 3309.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>Eight tables: the effect of a byte that has 0 to 7 bytes behind it.</summary>
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The powers x^(2^n) modulo the polynomial.</summary>
    private static readonly uint[] Powers = MakePowers();

    /// <summary>The checksum of bytes that follow others.</summary>
    /// <param name="crc">The checksum of those before; 0 where there are none.</param>
    /// <param name="bytes">The bytes.</param>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 128) crc = Fold(crc, ref bytes);
        return ~ByTables(crc, bytes);
    }

    /// <summary>The checksum of two parts one after the other.</summary>
    /// <param name="first">That of the first part.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="secondLength">The bytes of the second.</param>
    internal static uint Combine(uint first, uint second, long secondLength)
    {
        // The first part is shifted by the bits of the second: multiplied by x^(8 * length).
        var shift = 1u << 31;
        for (var (bits, power) = (secondLength, 3); bits != 0; bits >>= 1, power++)
            if ((bits & 1) != 0) shift = Multiply(Powers[power & 31], shift);
        return Multiply(shift, first) ^ second;
    }

    /// <summary>
    /// Takes 64 bytes at a time by multiplication without carry: four registers, each moved 512 bits on and added to the next bytes. What
    /// remains of all of it are 16 bytes with the same checksum.
    /// </summary>
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        // 1. Powers of x modulo the polynomial, for 512 and for 128 bits.
        var by512 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var by128 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);

        // 2. Four registers.
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

        // 3. One register; the rest of the bytes follow it.
        var all = Move(Move(Move(a, by128) ^ b, by128) ^ c, by128) ^ d;
        bytes = bytes[(16 * i)..];
        Span<byte> remains = stackalloc byte[16];
        MemoryMarshal.Write(remains, in all);
        return ByTables(0, remains);
    }

    private static Vector128<ulong> Move(Vector128<ulong> value, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(value, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, powers, 0x11);

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
