using SkiaSharp;

namespace Keras.Utils.Images;

/// <summary>Reads the bytes of a picture file.</summary>
internal static class ImageReader
{
    /// <summary>The most pixels that are read: a damaged or hostile file must not take all memory.</summary>
    private const long MostPixels = 1L << 28;

    /// <param name="file">The bytes.</param>
    /// <param name="name">What to call the file in messages.</param>
    internal static Image Read(byte[] file, string name)
    {
        // 1. Sixteen bits a channel, which the codec would cut to eight by rounding; and formats that the codec does not know.
        if (PngReader.IsDeep(file)) return PngReader.Read(file, name);
        if (PnmReader.Knows(file)) return PnmReader.Read(file, name);

        // 2. All others.
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data)
            ?? throw new InvalidDataException($"{name} is no picture that can be read. Expected PNG, JPEG, BMP, GIF, WebP or PPM; {Describe(file)}");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels) throw new InvalidDataException($"{name} has {width} x {height} pixels; at most {MostPixels} are read.");
        var gray = codec.Info.ColorType == SKColorType.Gray8;
        var info = new SKImageInfo(width, height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, gray ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* p = pixels) result = codec.GetPixels(info, (IntPtr)p, info.RowBytes, SKCodecOptions.Default);
        }
        if (result != SKCodecResult.Success) throw new InvalidDataException($"{name} is damaged: its picture cannot be decoded ({result}).");
        if (gray) return Image.Make("L", width, height, pixels);
        var image = Image.Make("RGBA", width, height, pixels);
        return codec.Info.AlphaType == SKAlphaType.Opaque ? image.convert("RGB") : image;
    }

    private static string Describe(byte[] file) => file.Length == 0 ? "the file is empty."
        : file.AsSpan().StartsWith("II*\0"u8) || file.AsSpan().StartsWith("MM\0*"u8) ? "the file is a TIFF. Convert it, for example to PNG."
        : $"the file begins with {System.Convert.ToHexString(file.AsSpan(0, Math.Min(8, file.Length)))}.";
}
