namespace Keras.Initializers;

/// <summary>Windows of signal processing by name: those of <c>scipy.signal.get_window</c> that need no parameter.</summary>
/// <remarks>Formulas: F. J. Harris 1978, "On the Use of Windows for Harmonic Analysis with the Discrete Fourier Transform", and the documentation of scipy.signal.windows.</remarks>
internal static class SignalWindow
{
    private static readonly Dictionary<string, Func<int, double[]>> s_makers = new(StringComparer.Ordinal);

    static SignalWindow()
    {
        Add(n => Fill(n, _ => 1), "boxcar", "box", "ones", "rect", "rectangular");
        Add(n => Fill(n, i => 1 - Math.Abs(2.0 * i - (n - 1)) / (n % 2 == 0 ? n : n + 1)), "triang", "triangle", "tri");
        Add(n => Fill(n, i => 1 - Math.Abs(2.0 * i / (n - 1) - 1)), "bartlett", "bart", "brt");
        Add(n => Cosines(n, 0.5, 0.5), "hann", "han");
        Add(n => Cosines(n, 0.54, 0.46), "hamming", "hamm", "ham");
        Add(n => Cosines(n, 0.42, 0.50, 0.08), "blackman", "black", "blk");
        Add(n => Cosines(n, 0.3635819, 0.4891775, 0.1365995, 0.0106411), "nuttall", "nutl", "nut");
        Add(n => Cosines(n, 0.35875, 0.48829, 0.14128, 0.01168), "blackmanharris", "blackharr", "bkh");
        Add(n => Cosines(n, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368), "flattop", "flat", "flt");
        Add(n => Fill(n, i => Math.Sin(Math.PI / n * (i + 0.5))), "cosine", "halfcosine");
        Add(n => Fill(n, i => 0.62 - 0.48 * Math.Abs(i / (n - 1.0) - 0.5) + 0.38 * Math.Cos(2 * Math.PI * Math.Abs(i / (n - 1.0) - 0.5))), "barthann", "brthan", "bth");
        Add(n => Fill(n, i => Math.Exp(-Math.Abs(i - (n - 1) / 2.0))), "exponential", "poisson");
        Add(n => Fill(n, i => Bohman(Math.Abs(2.0 * i / (n - 1) - 1))), "bohman", "bman", "bmn");
        Add(n => Fill(n, i => Parzen(Math.Abs(i - (n - 1) / 2.0) / (n / 2.0))), "parzen", "parz", "par");
        Add(n => Fill(n, i => Sinc(2.0 * i / (n - 1) - 1)), "lanczos", "sinc");
    }

    /// <summary>Rejects a name that has no window.</summary>
    internal static void Check(string name)
    {
        if (!s_makers.ContainsKey(name))
            throw new ArgumentException($"Unknown window: received '{name}'; expected one of {string.Join(", ", s_makers.Keys.Order(StringComparer.Ordinal))}. Pass the values as an array for another one.");
    }

    /// <summary>The window of a name.</summary>
    /// <param name="name">Name.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="symmetric">Whether the last value equals the first; otherwise that value is left out and the window is periodic.</param>
    internal static double[] Make(string name, int length, bool symmetric)
    {
        Check(name);
        if (length <= 1) return Fill(length, _ => 1);
        return symmetric ? s_makers[name](length) : s_makers[name](length + 1)[..^1];
    }

    private static void Add(Func<int, double[]> make, params string[] names)
    {
        foreach (var name in names) s_makers[name] = make;
    }

    private static double[] Fill(int n, Func<int, double> value)
    {
        var result = new double[n];
        for (var i = 0; i < n; i++) result[i] = value(i);
        return result;
    }

    private static double[] Cosines(int n, params double[] weights) => Fill(n, i =>
    {
        var angle = -Math.PI + 2 * Math.PI * i / (n - 1);
        var sum = 0.0;
        for (var k = 0; k < weights.Length; k++) sum += weights[k] * Math.Cos(k * angle);
        return sum;
    });

    private static double Bohman(double x) => x >= 1 ? 0 : (1 - x) * Math.Cos(Math.PI * x) + Math.Sin(Math.PI * x) / Math.PI;

    private static double Parzen(double x) => x <= 0.5 ? 1 - 6 * x * x + 6 * x * x * x : 2 * Math.Pow(1 - x, 3);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
