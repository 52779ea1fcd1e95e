using System.Buffers.Binary;
using System.IO.Compression;

namespace Keras.Utils.Images;

/// <summary>Writes PNG files without loss: eight bits a channel, sixteen of the integer modes.</summary>
internal static class PngWriter
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var value = (uint)i;
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    })];

    internal static byte[] Write(Image image)
    {
        // 1. Bytes of the rows.
        if (image.mode == "F") throw new ArgumentException("A picture of mode F cannot be written as PNG. Convert it first, for example with convert(\"L\").");
        var deep = image.Pixels is int[];
        var row = image.width * image.Channels * (deep ? 2 : 1);
        var raw = new byte[(row + 1) * image.height];
        for (var y = 0; y < image.height; y++)
        {
            var into = raw.AsSpan(y * (row + 1) + 1, row);
            if (image.Pixels is int[] wide)
            {
                for (var x = 0; x < image.width; x++) BinaryPrimitives.WriteUInt16BigEndian(into[(2 * x)..], unchecked((ushort)Math.Clamp(wide[y * image.width + x], 0, ushort.MaxValue)));
            }
            else image.Bytes.AsSpan(y * row, row).CopyTo(into);
        }

        // 2. The chunks.
        using var file = new MemoryStream();
        file.Write(PngReader.Signature);
        Span<byte> head = stackalloc byte[13];
        head.Clear();
        BinaryPrimitives.WriteInt32BigEndian(head, image.width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], image.height);
        head[8] = (byte)(deep ? 16 : 8);
        head[9] = (byte)(image.Channels switch { 2 => 4, 3 => 2, 4 => 6, _ => 0 });
        Chunk(file, "IHDR"u8, head);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(raw);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Sum(Sum(uint.MaxValue, type), data));
        file.Write(number);
    }

    /// <summary>The cyclic redundancy check of PNG, going on from a state.</summary>
    private static uint Sum(uint state, ReadOnlySpan<byte> data)
    {
        foreach (var b in data) state = s_table[(state ^ b) & 0xFF] ^ (state >> 8);
        return state;
    }
}
