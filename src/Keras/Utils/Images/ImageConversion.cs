namespace Keras.Utils.Images;

/// <summary>Pictures from one mode to another, number for number as PIL converts them.</summary>
internal static class ImageConversion
{
    internal static Image Convert(Image image, string mode)
    {
        if (image.mode == mode) return image;
        if (mode is not ("L" or "LA" or "RGB" or "RGBA" or "I" or "F")) throw new ArgumentException($"A picture of mode {image.mode} cannot be converted to '{mode}'. Use one of L, LA, RGB, RGBA, I, F.", nameof(mode));
        if (mode is "I" or "F")
        {
            var gray = Gray(image);
            return Image.Make(mode, image.width, image.height, mode == "I" ? Array.ConvertAll(gray, v => (int)v) : gray);
        }

        // 1. Bytes: wide values are cut off at 255.
        var channels = image.Channels;
        var source = image.Pixels switch
        {
            byte[] bytes => bytes,
            int[] numbers => Array.ConvertAll(numbers, v => (byte)Math.Clamp(v, 0, 255)),
            var floats => Array.ConvertAll((float[])floats, v => (byte)Math.Clamp(v, 0f, 255f)),
        };

        // 2. Grey is weighted in whole numbers; alpha is kept where both have it, full where it is missing.
        var count = image.width * image.height;
        var wanted = mode switch { "L" => 1, "LA" => 2, "RGB" => 3, _ => 4 };
        var result = new byte[count * wanted];
        for (var i = 0; i < count; i++)
        {
            var pixel = source.AsSpan(i * channels, channels);
            var into = result.AsSpan(i * wanted, wanted);
            if (wanted >= 3)
            {
                into[0] = pixel[0];
                into[1] = channels >= 3 ? pixel[1] : pixel[0];
                into[2] = channels >= 3 ? pixel[2] : pixel[0];
            }
            else into[0] = channels >= 3 ? Luma(pixel) : pixel[0];
            if (wanted is 2 or 4) into[^1] = channels is 2 or 4 ? pixel[^1] : (byte)255;
        }
        return Image.Make(mode, image.width, image.height, result);
    }

    private static float[] Gray(Image image) => image.Pixels switch
    {
        int[] numbers => Array.ConvertAll(numbers, v => (float)v),
        float[] floats => floats,
        _ => Array.ConvertAll(Convert(image, "L").Bytes, v => (float)v),
    };

    private static byte Luma(ReadOnlySpan<byte> p) => (byte)((p[0] * 19595 + p[1] * 38470 + p[2] * 7471 + 0x8000) >> 16);

    /// <summary>Colours multiplied by alpha, so that transparent pixels do not colour their neighbours.</summary>
    internal static byte[] Premultiply(byte[] pixels, int channels)
    {
        var result = (byte[])pixels.Clone();
        for (var i = 0; i < result.Length; i += channels)
        {
            var alpha = result[i + channels - 1];
            for (var c = 0; c < channels - 1; c++)
            {
                var product = result[i + c] * alpha + 128;
                result[i + c] = (byte)(((product >> 8) + product) >> 8);
            }
        }
        return result;
    }

    /// <summary>Undoes <see cref="Premultiply"/>, in place.</summary>
    internal static void Unpremultiply(byte[] pixels, int channels)
    {
        for (var i = 0; i < pixels.Length; i += channels)
        {
            var alpha = pixels[i + channels - 1];
            if (alpha is 0 or 255) continue;
            for (var c = 0; c < channels - 1; c++) pixels[i + c] = (byte)Math.Min(255, 255 * pixels[i + c] / alpha);
        }
    }
}
