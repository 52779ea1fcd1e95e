using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Keras.Saving;
using SkiaSharp;

namespace Keras.Utils.Images;

/// <summary>Writes pictures in the formats that <see cref="Image.save"/> knows.</summary>
internal static class ImageWriter
{
    private const string Known = "png, jpeg (jpg), bmp, gif, webp, ppm";

    internal static void Write(Image image, string path, string? format, int? quality)
    {
        var bytes = Encode(image, (format ?? Path.GetExtension(path).TrimStart('.')).ToLowerInvariant(), quality, path);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static byte[] Encode(Image image, string format, int? quality, string path)
    {
        if (quality is < 1 or > 100) throw new ArgumentException($"quality is {quality}; it must be from 1 to 100.", nameof(quality));
        switch (format)
        {
            case "png":
                return PngWriter.Write(image);
            case "jpg" or "jpeg":
                if (image.mode is "RGBA" or "LA") throw new ArgumentException($"cannot write mode {image.mode} as JPEG, which has no alpha. Convert the picture first, for example with convert(\"RGB\").");
                return Skia(image, SKEncodedImageFormat.Jpeg, quality ?? 75);
            case "webp":
                return Skia(image, SKEncodedImageFormat.Webp, quality ?? 80);
            case "bmp" or "dib":
                return Bmp(image.convert(image.mode == "RGBA" ? "RGBA" : "RGB"));
            case "gif":
                return GifWriter.Write(image);
            case "ppm" or "pgm" or "pnm":
                var flat = image.convert(image.mode is "L" or "1" or "P" ? "L" : "RGB");
                return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P{(flat.mode == "L" ? 5 : 6)}\n{flat.width} {flat.height}\n255\n")), .. flat.Bytes];
            default:
                throw new ArgumentException(format.Length == 0
                    ? $"'{path}' has no ending that names a picture format. Pass format: one of {Known}."
                    : $"There is no picture format '{format}' that can be written ('{path}'). Use one of {Known}.", nameof(format));
        }
    }

    private static byte[] Skia(Image image, SKEncodedImageFormat format, int quality)
    {
        var gray = image.mode is "L" or "1" or "P";
        var source = gray ? image.convert("L") : image.convert("RGBA");
        var info = new SKImageInfo(source.width, source.height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, gray || image.mode != "RGBA" ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var pixels = SKImage.FromPixelCopy(info, source.Bytes) ?? throw new ArgumentException($"A picture of {source.width} x {source.height} pixels cannot be encoded.");
        using var data = pixels.Encode(format, quality) ?? throw new ArgumentException($"The picture of mode {image.mode} cannot be encoded as {format}.");
        return data.ToArray();
    }

    /// <summary>Bottom row first, blue before red, rows filled up to four bytes.</summary>
    private static byte[] Bmp(Image image)
    {
        var channels = image.Channels;
        var row = (image.width * channels + 3) / 4 * 4;
        var file = new byte[54 + row * image.height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), image.width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), image.height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)(channels * 8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(34), file.Length - 54);
        for (var y = 0; y < image.height; y++)
        {
            var into = file.AsSpan(54 + (image.height - 1 - y) * row);
            var from = image.Bytes.AsSpan(y * image.width * channels, image.width * channels);
            for (var x = 0; x < from.Length; x += channels)
            {
                (into[x], into[x + 1], into[x + 2]) = (from[x + 2], from[x + 1], from[x]);
                if (channels == 4) into[x + 3] = from[x + 3];
            }
        }
        return file;
    }
}
