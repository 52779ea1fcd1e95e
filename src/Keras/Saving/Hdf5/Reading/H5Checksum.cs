using System.Buffers.Binary;
using System.Numerics;

namespace Keras.Saving.Hdf5;

/// <summary>The two checksums of HDF5.</summary>
internal static class H5Checksum
{
    /// <summary>Throws unless the last four bytes of a structure are the checksum of the others.</summary>
    /// <param name="source">The file.</param>
    /// <param name="structure">The structure with its checksum.</param>
    /// <param name="what">What it is, for the message.</param>
    public static void Verify(H5Source source, ReadOnlySpan<byte> structure, string what)
    {
        if (!source.VerifyChecksums) return;
        if (structure.Length < 4 || Lookup3(structure[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(structure[^4..]))
            throw source.Fault($"the checksum of the {what} does not match; the file is damaged");
    }

    /// <summary>Bob Jenkins's hash "lookup3" (hashlittle, with the initial value 0), which guards the newer structures.</summary>
    public static uint Lookup3(ReadOnlySpan<byte> data)
    {
        uint a, b, c;
        a = b = c = 0xdeadbeef + (uint)data.Length;
        while (data.Length > 12)
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(data);
            b += BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(data[8..]);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
            data = data[12..];
        }
        if (data.Length == 0) return c;
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        data.CopyTo(last);
        a += BinaryPrimitives.ReadUInt32LittleEndian(last);
        b += BinaryPrimitives.ReadUInt32LittleEndian(last[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(last[8..]);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    /// <summary>Fletcher's checksum of 32 bits over words of 16 bits, high byte first, which the filter of this name puts after a chunk.</summary>
    public static uint Fletcher32(ReadOnlySpan<byte> data)
    {
        uint sum1 = 0, sum2 = 0;
        var words = data.Length / 2;
        for (var i = 0; i < words;)
        {
            // 360 words are as many as can be added before 32 bits overflow.
            for (var end = Math.Min(words, i + 360); i < end; i++)
            {
                sum1 += BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
                sum2 += sum1;
            }
            sum1 = (sum1 & 0xffff) + (sum1 >> 16);
            sum2 = (sum2 & 0xffff) + (sum2 >> 16);
        }
        if (data.Length % 2 != 0)
        {
            sum1 += (uint)data[^1] << 8;
            sum2 += sum1;
            sum1 = (sum1 & 0xffff) + (sum1 >> 16);
            sum2 = (sum2 & 0xffff) + (sum2 >> 16);
        }
        sum1 = (sum1 & 0xffff) + (sum1 >> 16);
        sum2 = (sum2 & 0xffff) + (sum2 >> 16);
        return (sum2 << 16) | sum1;
    }
}
