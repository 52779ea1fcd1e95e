using System.Buffers.Binary;
using System.IO.Compression;

namespace Keras.Utils.Images;

/// <summary>Reads PNG files of sixteen bits a channel: grey ones keep their values, of the others the high bytes are taken, as PIL does.</summary>
internal static class PngReader
{
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether the file is a PNG of sixteen bits a channel.</summary>
    internal static bool IsDeep(ReadOnlySpan<byte> file) => file.Length > 33 && file.StartsWith(Signature) && file[24] == 16;

    internal static Image Read(byte[] file, string name)
    {
        // 1. The head.
        var width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        var channels = file[25] switch { 0 => 1, 2 => 3, 4 => 2, 6 => 4, var other => throw Damaged(name, $"there is no colour type {other} of 16 bits") };
        if (width < 1 || height < 1 || (long)width * height > 1L << 28) throw Damaged(name, $"its size is {width} x {height}");
        var interlaced = file[28] == 1;

        // 2. The compressed rows, of all data chunks together.
        using var compressed = new MemoryStream();
        for (long at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length) throw Damaged(name, "a chunk is longer than the file");
            if (file.AsSpan((int)at + 4, 4).SequenceEqual("IDAT"u8)) compressed.Write(file, (int)at + 8, (int)length);
            at += 12 + length;
        }
        compressed.Position = 0;

        // 3. Rows, pass after pass where the file is interlaced.
        var pixels = new int[(long)width * height * channels];
        try
        {
            using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
            foreach (var pass in interlaced ? s_passes : [(0, 0, 1, 1)])
            {
                var columns = (width - pass.X + pass.StepX - 1) / pass.StepX;
                var lines = (height - pass.Y + pass.StepY - 1) / pass.StepY;
                if (columns <= 0 || lines <= 0) continue;
                var (previous, current) = (new byte[columns * channels * 2], new byte[columns * channels * 2]);
                for (var y = 0; y < lines; y++)
                {
                    var filter = rows.ReadByte();
                    rows.ReadExactly(current);
                    Unfilter(filter, current, previous, channels * 2, name);
                    for (var x = 0; x < columns; x++)
                        for (var c = 0; c < channels; c++)
                            pixels[((pass.Y + y * pass.StepY) * width + pass.X + x * pass.StepX) * channels + c] = BinaryPrimitives.ReadUInt16BigEndian(current.AsSpan((x * channels + c) * 2));
                    (previous, current) = (current, previous);
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw e is InvalidDataException && e.Message.StartsWith(name, StringComparison.Ordinal) ? e : Damaged(name, "its rows end early or cannot be unpacked");
        }
        return channels == 1 ? Image.Make("I", width, height, pixels)
            : Image.Make(channels switch { 2 => "LA", 3 => "RGB", _ => "RGBA" }, width, height, Array.ConvertAll(pixels, v => (byte)(v >> 8)));
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int distance, string name)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0, up = above[i], corner = i >= distance ? above[i - distance] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw Damaged(name, $"there is no row filter {filter}"),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int a = Math.Abs(up - corner), b = Math.Abs(left - corner), c = Math.Abs(left + up - 2 * corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static InvalidDataException Damaged(string name, string why) => new($"{name} is a damaged PNG: {why}.");
}
