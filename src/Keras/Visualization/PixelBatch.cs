using Keras.Backend;
using NumSharp;

namespace Keras.Visualization;

/// <summary>A batch of pictures as bytes, the channels last.</summary>
internal sealed class PixelBatch
{
    private PixelBatch(byte[] bytes, int count, int height, int width, int channels) => (Bytes, Count, Height, Width, Channels) = (bytes, count, height, width, channels);

    internal byte[] Bytes { get; }

    internal int Count { get; }

    internal int Height { get; }

    internal int Width { get; }

    internal int Channels { get; }

    /// <summary>Reads images of the range 0 to 255; floats from 0 to 1 are widened to it where <paramref name="widen"/>.</summary>
    internal static PixelBatch Of(Tensor images, bool widen)
    {
        var dims = images.Dims;
        var values = Ops.cast(images, "float64").numpy().ToArray<double>();
        var factor = widen && DTypes.IsFloat(images.dtype) && values.Length > 0 && values.Max() <= 1 ? 255.0 : 1.0;
        // As a cast to uint8: the fraction is cut off.
        var bytes = Array.ConvertAll(values, v => (byte)Math.Clamp(v * factor, 0, 255));
        return new(bytes, (int)dims[0], (int)dims[1], (int)dims[2], (int)dims[3]);
    }

    internal static void CheckRank(Tensor images)
    {
        if (images.ndim != 4) throw new ArgumentException($"`images` must be batched 4D tensor. Received: images.shape={images.shape}", nameof(images));
    }

    internal Span<byte> Pixel(int image, int y, int x) => Bytes.AsSpan(((image * Height + y) * Width + x) * Channels, Channels);

    /// <summary>The bytes as an array (count, height, width, channels).</summary>
    internal NDArray ToArray() => new(Bytes, new Shape(Count, Height, Width, Channels));

    /// <summary>The colour in as many channels as the pictures have: alpha full, grey as the mean.</summary>
    internal byte[] Color((int R, int G, int B) color)
    {
        byte r = Channel(color.R), g = Channel(color.G), b = Channel(color.B);
        return Channels switch { 1 => [(byte)((r + g + b) / 3)], 2 => [(byte)((r + g + b) / 3), 255], 3 => [r, g, b], _ => [r, g, b, 255] };
    }

    private static byte Channel(int value) =>
        value is >= 0 and <= 255 ? (byte)value : throw new ArgumentException($"A colour has three parts from 0 to 255. Received: {value}.", "color");
}
