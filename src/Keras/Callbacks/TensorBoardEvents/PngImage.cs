using System.Buffers.Binary;
using System.IO.Compression;

namespace Keras.Callbacks.TensorBoardEvents;

/// <summary>Pictures of 8 bits a channel as PNG files.</summary>
internal static class PngImage
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Rows of pixels, channels last.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="channels">1 for gray, 3 for RGB, 4 for RGB and opacity.</param>
    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(channels switch { 1 => 0, 3 => 2, _ => 6 });
        Chunk(png, "IHDR"u8, header);

        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (var row = 0; row < height; row++)
            {
                // Each row begins with its filter: none.
                zip.WriteByte(0);
                zip.Write(pixels.Slice(row * width * channels, width * channels));
            }
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, data.Length);
        png.Write(four);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(four, Checksum(data, Checksum(type, uint.MaxValue)) ^ uint.MaxValue);
        png.Write(four);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return crc;
    }
}
