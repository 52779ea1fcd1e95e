using System.Buffers.Binary;

namespace Keras.Utils.Images;

/// <summary>Writes GIF files: without loss up to 256 colours; more are brought down to 256 by dividing the boxes of colours at their medians.</summary>
internal static class GifWriter
{
    internal static byte[] Write(Image image)
    {
        // 1. A palette of colours, and the number of each pixel in it.
        var rgb = image.convert("RGB").Bytes;
        var colors = new int[rgb.Length / 3];
        for (var i = 0; i < colors.Length; i++) colors[i] = (rgb[3 * i] << 16) | (rgb[3 * i + 1] << 8) | rgb[3 * i + 2];
        var (palette, numbers) = Palette(colors);

        // 2. Head and palette.
        if (image.width > ushort.MaxValue || image.height > ushort.MaxValue) throw new ArgumentException($"A GIF has at most 65535 x 65535 pixels; the picture has {image.width} x {image.height}.");
        var bits = 1;
        while (1 << bits < palette.Length) bits++;
        using var file = new MemoryStream();
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)image.width);
        BinaryPrimitives.WriteUInt16LittleEndian(size[2..], (ushort)image.height);
        file.Write("GIF87a"u8);
        file.Write(size);
        file.Write([(byte)(0xF0 | (bits - 1)), 0, 0]);
        for (var i = 0; i < 1 << bits; i++)
        {
            var color = i < palette.Length ? palette[i] : 0;
            file.Write([(byte)(color >> 16), (byte)(color >> 8), (byte)color]);
        }

        // 3. The picture.
        file.Write([(byte)',', 0, 0, 0, 0]);
        file.Write(size);
        file.WriteByte(0);
        var codeBits = Math.Max(2, bits);
        file.WriteByte((byte)codeBits);
        var packed = Compress(Array.ConvertAll(colors, c => numbers[c]), codeBits);
        for (var at = 0; at < packed.Count; at += 255)
        {
            var length = Math.Min(255, packed.Count - at);
            file.WriteByte((byte)length);
            file.Write([.. packed.GetRange(at, length)]);
        }
        file.Write([0, (byte)';']);
        return file.ToArray();
    }

    private static (int[] Palette, Dictionary<int, byte> Numbers) Palette(int[] colors)
    {
        var counts = colors.GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());
        List<List<int>> boxes = [.. counts.Count <= 256 ? counts.Keys.Order().Select(c => new List<int> { c }) : [[.. counts.Keys]]];
        while (boxes.Count < Math.Min(256, counts.Count))
        {
            // The box of the widest channel is cut where half of its pixels lie.
            var (box, shift, _) = boxes.Where(b => b.Count > 1).SelectMany(b => new[] { 16, 8, 0 }.Select(s => (b, s, Width: b.Max(c => (c >> s) & 255) - b.Min(c => (c >> s) & 255)))).MaxBy(t => t.Width);
            box.Sort((a, b) => ((a >> shift) & 255).CompareTo((b >> shift) & 255));
            var half = box.Sum(c => (long)counts[c]) / 2;
            var cut = 0;
            for (long sum = 0; cut < box.Count - 1 && sum < half; cut++) sum += counts[box[cut]];
            cut = Math.Max(1, cut);
            boxes.Add(box.GetRange(cut, box.Count - cut));
            box.RemoveRange(cut, box.Count - cut);
        }
        var numbers = new Dictionary<int, byte>();
        var palette = new int[boxes.Count];
        for (var i = 0; i < boxes.Count; i++)
        {
            var total = boxes[i].Sum(c => (long)counts[c]);
            foreach (var shift in new[] { 16, 8, 0 }) palette[i] |= (int)(boxes[i].Sum(c => (long)((c >> shift) & 255) * counts[c]) / total) << shift;
            foreach (var color in boxes[i]) numbers[color] = (byte)i;
        }
        return (palette, numbers);
    }

    /// <summary>Lempel-Ziv-Welch codes of growing width, least bits first.</summary>
    private static List<byte> Compress(byte[] pixels, int bits)
    {
        var result = new List<byte>();
        var (buffer, filled) = (0u, 0);
        int clear = 1 << bits, width = bits + 1, next = clear + 2;
        var codes = new Dictionary<(int Prefix, byte Pixel), int>();
        Emit(clear);
        var prefix = -1;
        foreach (var pixel in pixels)
        {
            if (prefix < 0) prefix = pixel;
            else if (codes.TryGetValue((prefix, pixel), out var known)) prefix = known;
            else
            {
                Emit(prefix);
                if (next == 4096)
                {
                    Emit(clear);
                    codes.Clear();
                    (width, next) = (bits + 1, clear + 2);
                }
                else
                {
                    if (next == 1 << width) width++;
                    codes[(prefix, pixel)] = next++;
                }
                prefix = pixel;
            }
        }
        if (prefix >= 0) Emit(prefix);
        Emit(clear + 1);
        if (filled > 0) result.Add((byte)buffer);
        return result;

        void Emit(int code)
        {
            buffer |= (uint)code << filled;
            for (filled += width; filled >= 8; filled -= 8, buffer >>= 8) result.Add((byte)buffer);
        }
    }
}
