using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>Digits drawn by code: images like MNIST's on machines without a network. Not in Keras.</summary>
public static class DrawnDigits
{
    private const int Side = 28;
    private const int Pixels = Side * Side;
    private const int Classes = 10;

    /// <summary>Draws images of digits in the form of MNIST; nothing is downloaded, and the same arguments give the same images.</summary>
    /// <remarks>
    /// Each image is a digit in one of several hands, bent, turned, slanted, scaled and moved at random, with a pen of random width, on a noisy
    /// ground. All ten digits are equally frequent. A small convolutional network gets more than 97 % of the test right after three epochs.
    /// </remarks>
    /// <param name="n_train">Number of training images.</param>
    /// <param name="n_test">Number of test images; they do not depend on <paramref name="n_train"/>.</param>
    /// <param name="seed">Seed of all random choices, not negative.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): uint8 images (n_train, 28, 28) and (n_test, 28, 28) of grey values from 0 to 255, uint8 labels (n_train) and (n_test) from 0 to 9.</returns>
    /// <exception cref="ArgumentException">A number of images or the seed is negative.</exception>
    [KerasExport("keras.datasets.drawn_digits.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data(int n_train = 4000, int n_test = 1000, int seed = 42)
    {
        if (n_train < 0 || n_test < 0) throw new ArgumentException($"drawn_digits.load_data: n_train is {n_train} and n_test is {n_test}; neither may be negative.");
        return (Draw(n_train, new NumpyRandomState(seed)), Draw(n_test, new NumpyRandomState(seed + 0x8000_0000L)));
    }

    private static (NDArray, NDArray) Draw(int count, NumpyRandomState random)
    {
        var labels = new byte[count];
        for (var i = 0; i < count; i++) labels[i] = (byte)(i % Classes);
        random.Shuffle(labels.AsSpan());

        var images = new byte[(long)count * Pixels];
        var ink = new float[Pixels];
        for (var i = 0; i < count; i++) DrawOne(labels[i], random, ink, images.AsSpan(i * Pixels, Pixels));
        return (new NDArray(images, new Shape(count, Side, Side)), new NDArray(labels, new Shape(count)));
    }

    private static void DrawOne(int digit, NumpyRandomState random, float[] ink, Span<byte> image)
    {
        Array.Clear(ink);

        // 1. Choose a hand and the way it is bent and placed.
        var hands = DigitShapes.Digits[digit];
        var strokes = hands[(int)random.RandInt(0, hands.Length)];
        var bend = new Bend(random);
        var place = new Placement(random);
        var radius = (float)random.Uniform(0.75, 1.75);

        // 2. Draw the strokes.
        foreach (var stroke in strokes)
        {
            var (previousX, previousY) = place.Apply(bend.Apply(stroke[0]));
            for (var i = 1; i < stroke.Length; i++)
            {
                var (x, y) = place.Apply(bend.Apply(stroke[i]));
                DrawSegment(ink, previousX, previousY, x, y, radius);
                (previousX, previousY) = (x, y);
            }
        }

        // 3. Turn ink into grey, uneven as from a worn pen, with noise all over.
        var strength = random.Uniform(170, 255);
        var inkNoise = random.Uniform(0, 0.35);
        var groundNoise = random.Uniform(0, 30);
        for (var i = 0; i < Pixels; i++)
        {
            var noise = random.Random();
            var value = ink[i] * strength * (1 - inkNoise * noise) + (noise - 0.5) * groundNoise;
            image[i] = (byte)Math.Clamp(value, 0, 255);
        }
    }

    /// <summary>Darkens the pixels that a round pen touches on its way; the edge is one pixel wide, so that it looks smooth.</summary>
    private static void DrawSegment(float[] ink, float x0, float y0, float x1, float y1, float radius)
    {
        var reach = radius + 0.5f;
        var left = Math.Max((int)MathF.Ceiling(MathF.Min(x0, x1) - reach), 0);
        var right = Math.Min((int)MathF.Floor(MathF.Max(x0, x1) + reach), Side - 1);
        var top = Math.Max((int)MathF.Ceiling(MathF.Min(y0, y1) - reach), 0);
        var bottom = Math.Min((int)MathF.Floor(MathF.Max(y0, y1) + reach), Side - 1);
        var (dx, dy) = (x1 - x0, y1 - y0);
        var length = dx * dx + dy * dy;
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var t = length == 0 ? 0 : Math.Clamp(((x - x0) * dx + (y - y0) * dy) / length, 0, 1);
                var (nearX, nearY) = (x0 + t * dx - x, y0 + t * dy - y);
                var cover = reach - MathF.Sqrt(nearX * nearX + nearY * nearY);
                ref var pixel = ref ink[y * Side + x];
                if (cover > pixel) pixel = MathF.Min(cover, 1);
            }
        }
    }

    /// <summary>Moves points along two slow waves, so that no two strokes are alike.</summary>
    private readonly struct Bend(NumpyRandomState random)
    {
        private readonly double _amplitudeX = random.Uniform(-0.14, 0.14);
        private readonly double _amplitudeY = random.Uniform(-0.12, 0.12);
        private readonly double _frequencyX = random.Uniform(1, 3);
        private readonly double _frequencyY = random.Uniform(1, 3.5);
        private readonly double _phaseX = random.Uniform(0, 2 * Math.PI);
        private readonly double _phaseY = random.Uniform(0, 2 * Math.PI);

        public (double X, double Y) Apply((double X, double Y) point) =>
            (point.X + _amplitudeX * Math.Sin(_frequencyX * point.Y + _phaseX), point.Y + _amplitudeY * Math.Sin(_frequencyY * point.X + _phaseY));
    }

    /// <summary>Slants, scales, turns and moves points into the image.</summary>
    private readonly struct Placement
    {
        private readonly double _xx, _xy, _yx, _yy, _x, _y;

        public Placement(NumpyRandomState random)
        {
            const double halfHeight = 9.3;
            var (sin, cos) = Math.SinCos(random.Uniform(-0.24, 0.24));
            var slant = random.Uniform(-0.28, 0.12);
            var height = halfHeight * random.Uniform(0.8, 1.08);
            var width = height * random.Uniform(0.75, 1.2);
            // Scale and slant first, then turn.
            (_xx, _xy) = (cos * width, cos * slant * height - sin * height);
            (_yx, _yy) = (sin * width, sin * slant * height + cos * height);
            _x = (Side - 1) / 2.0 + random.Uniform(-1.7, 1.7);
            _y = (Side - 1) / 2.0 + random.Uniform(-1.7, 1.7);
        }

        public (float X, float Y) Apply((double X, double Y) point) => ((float)(_x + _xx * point.X + _xy * point.Y), (float)(_y + _yx * point.X + _yy * point.Y));
    }
}
