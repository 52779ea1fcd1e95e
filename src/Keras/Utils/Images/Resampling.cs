namespace Keras.Utils.Images;

/// <summary>Pictures in another size, with PIL's filters and its arithmetic: when a picture shrinks, the filter widens with it.</summary>
internal static class Resampling
{
    /// <summary>Bits behind the point of the weights that bytes are multiplied by.</summary>
    private const int Precision = 22;

    private static readonly Dictionary<string, (Func<double, double> Weight, double Support)> s_filters = new()
    {
        ["bilinear"] = (x => Math.Abs(x) < 1 ? 1 - Math.Abs(x) : 0, 1),
        ["bicubic"] = (Bicubic, 2),
        ["hamming"] = (Hamming, 1),
        ["box"] = (x => x > -0.5 && x <= 0.5 ? 1 : 0, 0.5),
        ["lanczos"] = (x => x >= -3 && x < 3 ? Sinc(x) * Sinc(x / 3) : 0, 3),
    };

    /// <summary>The names of the filters, in Keras's order.</summary>
    internal static string Names => "nearest, " + string.Join(", ", s_filters.Keys);

    internal static bool Knows(string name) => name == "nearest" || s_filters.ContainsKey(name);

    internal static Image Resize(Image image, (int width, int height) size, string resample, (double left, double upper, double right, double lower)? part)
    {
        // 1. What is asked for.
        if (size.width < 1 || size.height < 1) throw new ArgumentException($"A picture's size must be positive. Received: {size.width} x {size.height}.", nameof(size));
        if (!Knows(resample)) throw new ArgumentException($"Invalid interpolation method {resample} specified. Supported methods are {Names}", nameof(resample));
        var box = part ?? (0, 0, image.width, image.height);
        if (box.left < 0 || box.upper < 0 || box.right > image.width || box.lower > image.height || box.right <= box.left || box.lower <= box.upper)
            throw new ArgumentException($"The part ({box.left}, {box.upper}, {box.right}, {box.lower}) is empty or lies outside the picture of {image.width} x {image.height} pixels.", nameof(part));
        if (image.size == size && box == (0, 0, image.width, image.height)) return image;
        if (resample == "nearest" || image.mode is "1" or "P") return Nearest(image, size, box);

        // 2. First along the rows, then along the columns; a direction that does not change is left alone.
        var horizontal = size.width != image.width || box.left != 0 || box.right != size.width;
        var vertical = size.height != image.height || box.upper != 0 || box.lower != size.height;
        var alpha = image.mode is "LA" or "RGBA";
        var pixels = alpha ? ImageConversion.Premultiply(image.Bytes, image.Channels) : image.Pixels;
        var width = image.width;
        if (horizontal)
        {
            pixels = Along(pixels, image.height, width, image.Channels, Weights.Compute(width, box.left, box.right, size.width, s_filters[resample]));
            width = size.width;
        }
        if (vertical) pixels = Along(pixels, 1, image.height, width * image.Channels, Weights.Compute(image.height, box.upper, box.lower, size.height, s_filters[resample]));
        if (alpha) ImageConversion.Unpremultiply((byte[])pixels, image.Channels);
        return Image.Make(image.mode, size.width, size.height, pixels);
    }

    private static Image Nearest(Image image, (int width, int height) size, (double left, double upper, double right, double lower) box)
    {
        // The places are summed up step by step, which rounds as PIL does.
        var columns = Places(box.left, (box.right - box.left) / size.width, size.width, image.width);
        var rows = Places(box.upper, (box.lower - box.upper) / size.height, size.height, image.height);
        var channels = image.Channels;
        var result = Array.CreateInstance(image.Pixels.GetType().GetElementType()!, size.width * size.height * channels);
        for (var y = 0; y < size.height; y++)
            for (var x = 0; x < size.width; x++)
                Array.Copy(image.Pixels, (rows[y] * image.width + columns[x]) * channels, result, (y * size.width + x) * channels, channels);
        return Image.Make(image.mode, size.width, size.height, result);

        static int[] Places(double start, double step, int count, int limit)
        {
            var at = start + step * 0.5;
            var places = new int[count];
            for (var i = 0; i < count; i++, at += step) places[i] = Math.Clamp((int)at, 0, limit - 1);
            return places;
        }
    }

    /// <summary>Resamples the middle one of three axes.</summary>
    private static Array Along(Array pixels, int outer, int length, int inner, Weights weights) => pixels switch
    {
        byte[] bytes => Bytes(bytes, outer, length, inner, weights),
        int[] numbers => Wide(numbers, outer, length, inner, weights, static v => v, static s => (int)(s >= 0 ? Math.Floor(s + 0.5) : -Math.Floor(Math.Abs(s) + 0.5))),
        float[] floats => Wide(floats, outer, length, inner, weights, static v => v, static s => (float)s),
        _ => throw new ArgumentException($"Pictures of {pixels.GetType().Name} cannot be resampled.", nameof(pixels)),
    };

    private static byte[] Bytes(byte[] source, int outer, int length, int inner, Weights weights)
    {
        var count = weights.First.Length;
        var result = new byte[outer * count * inner];
        var fixedPoint = Array.ConvertAll(weights.Values, w => (int)(w < 0 ? w * (1 << Precision) - 0.5 : w * (1 << Precision) + 0.5));
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < count; i++)
            {
                var w = fixedPoint.AsSpan(i * weights.Size, weights.Count[i]);
                var from = (o * length + weights.First[i]) * inner;
                var into = (o * count + i) * inner;
                for (var c = 0; c < inner; c++)
                {
                    var sum = 1 << (Precision - 1);
                    for (var k = 0; k < w.Length; k++) sum += source[from + k * inner + c] * w[k];
                    result[into + c] = (byte)Math.Clamp(sum >> Precision, 0, 255);
                }
            }
        return result;
    }

    private static T[] Wide<T>(T[] source, int outer, int length, int inner, Weights weights, Func<T, double> read, Func<double, T> write)
    {
        var count = weights.First.Length;
        var result = new T[outer * count * inner];
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < count; i++)
                for (var c = 0; c < inner; c++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < weights.Count[i]; k++) sum += read(source[(o * length + weights.First[i] + k) * inner + c]) * weights.Values[i * weights.Size + k];
                    result[(o * count + i) * inner + c] = write(sum);
                }
        return result;
    }

    private static double Bicubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double Hamming(double x)
    {
        x = Math.Abs(x);
        if (x == 0) return 1;
        if (x >= 1) return 0;
        x *= Math.PI;
        return Math.Sin(x) / x * (0.54 + 0.46 * Math.Cos(x));
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);

    /// <summary>For each pixel of the result: the first source pixel, how many there are, and their weights.</summary>
    private sealed record Weights(int[] First, int[] Count, double[] Values, int Size)
    {
        internal static Weights Compute(int length, double from, double to, int count, (Func<double, double> Weight, double Support) filter)
        {
            var scale = (to - from) / count;
            var widening = Math.Max(scale, 1.0);
            var support = filter.Support * widening;
            var size = (int)Math.Ceiling(support) * 2 + 1;
            var result = new Weights(new int[count], new int[count], new double[count * size], size);
            for (var i = 0; i < count; i++)
            {
                var center = from + (i + 0.5) * scale;
                var first = Math.Max((int)(center - support + 0.5), 0);
                var last = Math.Min((int)(center + support + 0.5), length);
                var weights = result.Values.AsSpan(i * size, size);
                var sum = 0.0;
                for (var k = 0; k < last - first; k++)
                {
                    weights[k] = filter.Weight((k + first - center + 0.5) * (1.0 / widening));
                    sum += weights[k];
                }
                if (sum != 0)
                {
                    for (var k = 0; k < last - first; k++) weights[k] /= sum;
                }
                (result.First[i], result.Count[i]) = (first, last - first);
            }
            return result;
        }
    }
}
