using Keras.Backend;

namespace Keras;

/// <content>Windows of signal processing.</content>
public static partial class Ops
{
    /// <summary>Bartlett's window: a triangle from 0 to 1 and back to 0.</summary>
    /// <param name="x">Number of points.</param>
    /// <returns>A float32 vector.</returns>
    [KerasExport("keras.ops.bartlett", "keras.ops.numpy.bartlett")]
    public static Tensor bartlett(Tensor x) => Window("bartlett", x, static t => 1 - Math.Abs((2 * t) - 1));

    /// <summary>Blackman's window: 0.42 - 0.5 cos(2πt) + 0.08 cos(4πt).</summary>
    /// <param name="x">Number of points.</param>
    /// <returns>A float32 vector.</returns>
    [KerasExport("keras.ops.blackman", "keras.ops.numpy.blackman")]
    public static Tensor blackman(Tensor x) => Window("blackman", x, static t => 0.42 - (0.5 * Math.Cos(2 * Math.PI * t)) + (0.08 * Math.Cos(4 * Math.PI * t)));

    /// <summary>Hamming's window: 0.54 - 0.46 cos(2πt).</summary>
    /// <param name="x">Number of points.</param>
    /// <returns>A float32 vector.</returns>
    [KerasExport("keras.ops.hamming", "keras.ops.numpy.hamming")]
    public static Tensor hamming(Tensor x) => Window("hamming", x, static t => 0.54 - (0.46 * Math.Cos(2 * Math.PI * t)));

    /// <summary>Hann's window: 0.5 - 0.5 cos(2πt).</summary>
    /// <param name="x">Number of points.</param>
    /// <returns>A float32 vector.</returns>
    [KerasExport("keras.ops.hanning", "keras.ops.numpy.hanning")]
    public static Tensor hanning(Tensor x) => Window("hanning", x, static t => 0.5 - (0.5 * Math.Cos(2 * Math.PI * t)));

    /// <summary>Kaiser's window: I0(beta · sqrt(1 - (2t - 1)²)) / I0(beta).</summary>
    /// <param name="x">Number of points.</param>
    /// <param name="beta">How narrow it is.</param>
    /// <returns>A float32 vector.</returns>
    [KerasExport("keras.ops.kaiser", "keras.ops.numpy.kaiser")]
    public static Tensor kaiser(Tensor x, double beta)
    {
        var peak = BesselI0(beta);
        return Window("kaiser", x, t => BesselI0(beta * Math.Sqrt(Math.Max(0, 1 - (((2 * t) - 1) * ((2 * t) - 1))))) / peak);
    }

    /// <summary>Values of a function of t from 0 to 1, computed in double.</summary>
    private static Tensor Window(string op, Tensor x, Func<double, double> f)
    {
        var points = Number(op, x);
        if (points < 0 || points > int.MaxValue || points != Math.Floor(points)) throw new ArgumentException($"{op}: expected a number of points, an integer that is not negative. Received: {points}.");
        var values = new float[(int)points];
        for (var i = 0; i < values.Length; i++) values[i] = values.Length == 1 ? 1 : (float)f(i / (double)(values.Length - 1));
        return Kernel.FromArray(values);
    }

    /// <summary>The power series of the modified Bessel function of order 0; every term is positive, so nothing cancels.</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1, quarter = x * x / 4;
        for (var k = 1; k < 1000 && term > sum * 1e-17; k++) sum += term *= quarter / ((double)k * k);
        return sum;
    }
}
