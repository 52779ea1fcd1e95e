using Keras.Backend;

namespace Keras;

/// <content>Operations on each element of one tensor.</content>
public static partial class Ops
{
    /// <summary>Elementwise absolute value; of complex numbers, their magnitude.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.absolute", "keras.ops.numpy.absolute")]
    public static Tensor absolute(Tensor x) => Each("Absolute", x, static t => t.dtype == "bool" ? t : Kernel.Abs(t));

    /// <summary>Elementwise absolute value, the same as <see cref="absolute"/>.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.abs", "keras.ops.numpy.abs")]
    public static Tensor abs(Tensor x) => absolute(x);

    /// <summary>Elementwise absolute value as a float.</summary>
    /// <param name="x">Real numbers.</param>
    [KerasExport("keras.ops.fabs", "keras.ops.numpy.fabs")]
    public static Tensor fabs(Tensor x) => Each("Fabs", x, static t => Kernel.Abs(FloatOnly(t, "fabs")));

    /// <summary>Elementwise inverse cosine, in radians.</summary>
    /// <param name="x">Numbers from -1 to 1; others give NaN.</param>
    [KerasExport("keras.ops.arccos", "keras.ops.numpy.arccos")]
    public static Tensor arccos(Tensor x) => Each("Arccos", x, static t => Kernel.Acos(t));

    /// <summary>Elementwise inverse hyperbolic cosine.</summary>
    /// <param name="x">Numbers from 1 on; others give NaN.</param>
    [KerasExport("keras.ops.arccosh", "keras.ops.numpy.arccosh")]
    public static Tensor arccosh(Tensor x) => Each("Arccosh", x, static t => Kernel.Acosh(t));

    /// <summary>Elementwise inverse sine, in radians.</summary>
    /// <param name="x">Numbers from -1 to 1; others give NaN.</param>
    [KerasExport("keras.ops.arcsin", "keras.ops.numpy.arcsin")]
    public static Tensor arcsin(Tensor x) => Each("Arcsin", x, static t => Kernel.Asin(t));

    /// <summary>Elementwise inverse hyperbolic sine.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.arcsinh", "keras.ops.numpy.arcsinh")]
    public static Tensor arcsinh(Tensor x) => Each("Arcsinh", x, static t => Kernel.Asinh(t));

    /// <summary>Elementwise inverse tangent, in radians from -π/2 to π/2.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.arctan", "keras.ops.numpy.arctan")]
    public static Tensor arctan(Tensor x) => Each("Arctan", x, static t => Kernel.Atan(t));

    /// <summary>Elementwise inverse hyperbolic tangent.</summary>
    /// <param name="x">Numbers between -1 and 1; others give NaN.</param>
    [KerasExport("keras.ops.arctanh", "keras.ops.numpy.arctanh")]
    public static Tensor arctanh(Tensor x) => Each("Arctanh", x, static t => Kernel.Atanh(t));

    /// <summary>Elementwise cube root, real for negative numbers too.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.cbrt", "keras.ops.numpy.cbrt")]
    public static Tensor cbrt(Tensor x) => Each("Cbrt", x, static t => CubeRoot(t));

    /// <summary>Elementwise smallest whole number that is not less, as a float.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.ceil", "keras.ops.numpy.ceil")]
    public static Tensor ceil(Tensor x) => Each("Ceil", x, static t => CeilOf(t));

    /// <summary>Elementwise cosine.</summary>
    /// <param name="x">Angles in radians.</param>
    [KerasExport("keras.ops.cos", "keras.ops.numpy.cos")]
    public static Tensor cos(Tensor x) => Each("Cos", x, static t => Kernel.Cos(t));

    /// <summary>Elementwise hyperbolic cosine.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.cosh", "keras.ops.numpy.cosh")]
    public static Tensor cosh(Tensor x) => Each("Cosh", x, static t => Kernel.Cosh(t));

    /// <summary>Elementwise conversion of degrees to radians.</summary>
    /// <param name="x">Angles in degrees.</param>
    [KerasExport("keras.ops.deg2rad", "keras.ops.numpy.deg2rad")]
    public static Tensor deg2rad(Tensor x) => Each("Deg2rad", x, static t => t.dtype == "int64" ? Kernel.Deg2rad(Kernel.Cast(t, "float64")) : Kernel.Deg2rad(t));

    /// <summary>Elementwise conversion of radians to degrees.</summary>
    /// <param name="x">Angles in radians.</param>
    [KerasExport("keras.ops.rad2deg", "keras.ops.numpy.rad2deg")]
    public static Tensor rad2deg(Tensor x) => Each("Rad2deg", x, static t => t.dtype == "int64" ? Kernel.Rad2deg(Kernel.Cast(t, "float64")) : Kernel.Rad2deg(t));

    /// <summary>Elementwise exponential, e to the power of the element.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.exp", "keras.ops.numpy.exp")]
    public static Tensor exp(Tensor x) => Each("Exp", x, static t => Kernel.Exp(FloatOrComplex(t)));

    /// <summary>Elementwise power of 2.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.exp2", "keras.ops.numpy.exp2")]
    public static Tensor exp2(Tensor x) => Each("Exp2", x, static t => Kernel.Exp2(FloatOrComplex(t)));

    /// <summary>Elementwise exponential minus 1, exact near 0.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.expm1", "keras.ops.numpy.expm1")]
    public static Tensor expm1(Tensor x) => Each("Expm1", x, static t => Kernel.Expm1(FloatOrComplex(t)));

    /// <summary>Elementwise greatest whole number that is not greater, as a float.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.floor", "keras.ops.numpy.floor")]
    public static Tensor floor(Tensor x) => Each("Floor", x, static t => Kernel.Floor(As(t, t.dtype == "int64" ? KerasConfig.floatx() : DTypes.Result(t.dtype, "float"))));

    /// <summary>Elementwise modified Bessel function of the first kind and order 0.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.i0", "keras.ops.numpy.i0")]
    public static Tensor i0(Tensor x) => Each("I0", x, static t => Kernel.I0(As(t, t.dtype is "int64" or "float64" ? "float64" : t.dtype is "bfloat16" or "float16" ? t.dtype : KerasConfig.floatx())));

    /// <summary>Whether the element is a number other than NaN and the infinities.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isfinite", "keras.ops.numpy.isfinite")]
    public static Tensor isfinite(Tensor x) => Each("Isfinite", x, static t => Kernel.Isfinite(t));

    /// <summary>Whether the element is an infinity of either sign.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isinf", "keras.ops.numpy.isinf")]
    public static Tensor isinf(Tensor x) => Each("Isinf", x, static t => Kernel.Isinf(t));

    /// <summary>Whether the element is NaN.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isnan", "keras.ops.numpy.isnan")]
    public static Tensor isnan(Tensor x) => Each("Isnan", x, static t => Kernel.Isnan(t));

    /// <summary>Whether the element is negative infinity.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isneginf", "keras.ops.numpy.isneginf")]
    public static Tensor isneginf(Tensor x) => Each("Isneginf", x, static t => Kernel.Isneginf(t));

    /// <summary>Whether the element is positive infinity.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isposinf", "keras.ops.numpy.isposinf")]
    public static Tensor isposinf(Tensor x) => Each("Isposinf", x, static t => Kernel.Isposinf(t));

    /// <summary>Whether the element has no imaginary part.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.isreal", "keras.ops.numpy.isreal")]
    public static Tensor isreal(Tensor x) => Each("Isreal", x, static t => Kernel.Isreal(t));

    /// <summary>Elementwise natural logarithm.</summary>
    /// <param name="x">Positive numbers; 0 gives negative infinity, others NaN.</param>
    [KerasExport("keras.ops.log", "keras.ops.numpy.log")]
    public static Tensor log(Tensor x) => Each("Log", x, static t => Kernel.Log(t));

    /// <summary>Elementwise logarithm to the base 10.</summary>
    /// <param name="x">Positive numbers; 0 gives negative infinity, others NaN.</param>
    [KerasExport("keras.ops.log10", "keras.ops.numpy.log10")]
    public static Tensor log10(Tensor x) => Each("Log10", x, static t => Kernel.Log10(t));

    /// <summary>Elementwise natural logarithm of 1 plus the element, exact near 0.</summary>
    /// <param name="x">Numbers above -1.</param>
    [KerasExport("keras.ops.log1p", "keras.ops.numpy.log1p")]
    public static Tensor log1p(Tensor x) => Each("Log1p", x, static t => Kernel.Log1p(t));

    /// <summary>Elementwise logarithm to the base 2.</summary>
    /// <param name="x">Positive numbers; 0 gives negative infinity, others NaN.</param>
    [KerasExport("keras.ops.log2", "keras.ops.numpy.log2")]
    public static Tensor log2(Tensor x) => Each("Log2", x, static t => Kernel.Log2(t));

    /// <summary>Elementwise negation.</summary>
    /// <param name="x">Any tensor of numbers, not of booleans.</param>
    [KerasExport("keras.ops.negative", "keras.ops.numpy.negative")]
    public static Tensor negative(Tensor x) => Each("Negative", x, static t => Kernel.Neg(t));

    /// <summary>Elementwise quotient 1 / x.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.reciprocal", "keras.ops.numpy.reciprocal")]
    public static Tensor reciprocal(Tensor x) => Each("Reciprocal", x, static t => Kernel.Reciprocal(t));

    /// <summary>Elementwise sign: -1, 0 or 1, in the dtype of the tensor.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sign", "keras.ops.numpy.sign")]
    public static Tensor sign(Tensor x) => Each("Sign", x, static t => Kernel.Sign(t));

    /// <summary>Whether the sign bit is set: for negative numbers, and for -0.0.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.signbit", "keras.ops.numpy.signbit")]
    public static Tensor signbit(Tensor x) => Each("Signbit", x, static t => Kernel.Signbit(t));

    /// <summary>Elementwise sine.</summary>
    /// <param name="x">Angles in radians.</param>
    [KerasExport("keras.ops.sin", "keras.ops.numpy.sin")]
    public static Tensor sin(Tensor x) => Each("Sin", x, static t => Kernel.Sin(t));

    /// <summary>Elementwise sin(πx) / (πx), which is 1 at 0.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sinc", "keras.ops.numpy.sinc")]
    public static Tensor sinc(Tensor x) => Each("Sinc", x, static t => Kernel.Sinc(t));

    /// <summary>Elementwise hyperbolic sine.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sinh", "keras.ops.numpy.sinh")]
    public static Tensor sinh(Tensor x) => Each("Sinh", x, static t => Kernel.Sinh(t));

    /// <summary>Elementwise square root.</summary>
    /// <param name="x">Numbers that are not negative; others give NaN.</param>
    [KerasExport("keras.ops.sqrt", "keras.ops.numpy.sqrt")]
    public static Tensor sqrt(Tensor x) => Each("Sqrt", x, static t => Kernel.Sqrt(t.dtype == "int64" ? Kernel.Cast(t, KerasConfig.floatx()) : t));

    /// <summary>Elementwise square.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.square", "keras.ops.numpy.square")]
    public static Tensor square(Tensor x) => Each("Square", x, static t => Kernel.Square(t.dtype == "bool" ? Kernel.Cast(t, "int32") : t));

    /// <summary>Elementwise tangent.</summary>
    /// <param name="x">Angles in radians.</param>
    [KerasExport("keras.ops.tan", "keras.ops.numpy.tan")]
    public static Tensor tan(Tensor x) => Each("Tan", x, static t => Kernel.Tan(t));

    /// <summary>Elementwise hyperbolic tangent.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.tanh", "keras.ops.numpy.tanh")]
    public static Tensor tanh(Tensor x) => Each("Tanh", x, static t => Kernel.Tanh(t));

    /// <summary>Elementwise whole part: the fraction is cut off.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.trunc", "keras.ops.numpy.trunc")]
    public static Tensor trunc(Tensor x) => Each("Trunc", x, static t => t.dtype == "bool" ? t : Kernel.Trunc(t));

    /// <summary>A copy that shares no memory with the tensor.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.copy", "keras.ops.numpy.copy")]
    public static Tensor copy(Tensor x) => Each("Copy", x, static t => Kernel.Clone(t));

    /// <summary>Elementwise rounding; halves go to the even neighbour.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="decimals">Digits kept after the point; negative ones round before it.</param>
    [KerasExport("keras.ops.round", "keras.ops.numpy.round")]
    public static Tensor round(Tensor x, int decimals = 0) => Each("Round", x, t =>
    {
        if (!DTypes.IsInt(t.dtype)) return Kernel.Round(t, decimals);
        return decimals >= 0 ? t : Kernel.Cast(Kernel.Round(Kernel.Cast(t, KerasConfig.floatx()), decimals), t.dtype);
    }, decimals == 0 ? null : new() { ["decimals"] = decimals });

    /// <summary>NaN and the infinities replaced by numbers.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="nan">What replaces NaN.</param>
    /// <param name="posinf">What replaces positive infinity; the greatest number of the dtype where <see langword="null"/>.</param>
    /// <param name="neginf">What replaces negative infinity; the least number of the dtype where <see langword="null"/>.</param>
    [KerasExport("keras.ops.nan_to_num", "keras.ops.numpy.nan_to_num")]
    public static Tensor nan_to_num(Tensor x, double nan = 0.0, double? posinf = null, double? neginf = null) =>
        Each("NanToNum", x, t => Kernel.NanToNum(t, nan, posinf, neginf), new() { ["nan"] = nan, ["posinf"] = posinf, ["neginf"] = neginf });

    /// <summary>Elementwise limitation to an interval.</summary>
    /// <param name="x">Any tensor; booleans become int32.</param>
    /// <param name="x_min">Least value: a number or a tensor that broadcasts.</param>
    /// <param name="x_max">Greatest value: a number or a tensor that broadcasts.</param>
    [KerasExport("keras.ops.clip", "keras.ops.numpy.clip")]
    public static Tensor clip(Tensor x, Tensor x_min, Tensor x_max)
    {
        if (Nest.IsSymbolic(x_min) || Nest.IsSymbolic(x_max)) return Symbolic.Record("Clip", [x, x_min, x_max], a => clip(a[0], a[1], a[2]));
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Clip", [x], a => clip(a[0], x_min, x_max), new() { ["x_min"] = PlainValue(x_min), ["x_max"] = PlainValue(x_max) });
        x = Strong(x);
        if (x.dtype == "bool") x = Kernel.Cast(x, "int32");
        return x_min is ScalarTensor low && x_max is ScalarTensor high && Fits(low, x.dtype) && Fits(high, x.dtype)
            ? Kernel.Clamp(x, low, high)
            : Kernel.Clamp(x, Strong(x_min), Strong(x_max));
    }

    private static Tensor Each(string className, Tensor x, Func<Tensor, Tensor> run, Config? config = null) =>
        Nest.IsSymbolic(x) ? Symbolic.Record(className, [x], a => run(Strong(a[0])), config) : run(Strong(x));

    private static Tensor FloatOrComplex(Tensor t) => DTypes.IsInt(t.dtype) || t.dtype == "bool" ? Kernel.Cast(t, KerasConfig.floatx()) : t;

    private static Tensor FloatOnly(Tensor t, string op) => DTypes.IsComplex(t.dtype)
        ? throw new ArgumentException($"{op} takes real numbers; received the dtype {t.dtype}. Use absolute for the magnitude of complex numbers.")
        : FloatOrComplex(t);

    private static Tensor CubeRoot(Tensor t)
    {
        if (t.dtype == "bool") t = Kernel.Cast(t, "int32");
        else if (t.dtype == "int64") t = Kernel.Cast(t, "float64");
        return Kernel.Mul(Kernel.Sign(t), Kernel.Pow(Kernel.Abs(t), new ScalarTensor(1.0 / 3.0)));
    }

    private static Tensor CeilOf(Tensor t)
    {
        var to = t.dtype == "int64" ? KerasConfig.floatx() : DTypes.Result(t.dtype, "float");
        return t.dtype == "bool" ? Kernel.Cast(t, to) : As(Kernel.Ceil(t), to);
    }
}
