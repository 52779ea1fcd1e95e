using Keras.Backend;

namespace Keras;

/// <content>Operations on each pair of elements of two tensors that broadcast.</content>
public static partial class Ops
{
    /// <summary>Elementwise angle of the points (x2, x1), in radians from -π to π.</summary>
    /// <param name="x1">Ordinates.</param>
    /// <param name="x2">Abscissas.</param>
    [KerasExport("keras.ops.arctan2", "keras.ops.numpy.arctan2")]
    public static Tensor arctan2(Tensor x1, Tensor x2) => Binary("Arctan2", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType, "float"));
        return Kernel.Atan2(a, b);
    });

    /// <summary>Elementwise length of the hypotenuse, sqrt(x1² + x2²).</summary>
    /// <param name="x1">One leg.</param>
    /// <param name="x2">The other leg.</param>
    [KerasExport("keras.ops.hypot", "keras.ops.numpy.hypot")]
    public static Tensor hypot(Tensor x1, Tensor x2) => Binary("Hypot", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, FloatOfInt(a, b));
        return Kernel.Hypot(a, b);
    });

    /// <summary>Elementwise step: 0 where x1 is negative, x2 where it is 0, 1 where it is positive.</summary>
    /// <param name="x1">Any tensor of real numbers.</param>
    /// <param name="x2">The values at 0.</param>
    [KerasExport("keras.ops.heaviside", "keras.ops.numpy.heaviside")]
    public static Tensor heaviside(Tensor x1, Tensor x2) => Binary("Heaviside", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, FloatOfInt(a, b));
        return Kernel.Heaviside(a, b);
    });

    /// <summary>Elementwise log(exp(x1) + exp(x2)), without overflow.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logaddexp", "keras.ops.numpy.logaddexp")]
    public static Tensor logaddexp(Tensor x1, Tensor x2) => Binary("Logaddexp", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType, "float"));
        return Kernel.LogAddExp(a, b);
    });

    /// <summary>Elementwise log2(2^x1 + 2^x2), without overflow.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logaddexp2", "keras.ops.numpy.logaddexp2")]
    public static Tensor logaddexp2(Tensor x1, Tensor x2) => Binary("Logaddexp2", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType, "float"));
        return Kernel.LogAddExp2(a, b);
    });

    /// <summary>Elementwise greater of both; NaN where one is NaN.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.maximum", "keras.ops.numpy.maximum")]
    public static Tensor maximum(Tensor x1, Tensor x2) => Binary("Maximum", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType));
        return Kernel.Maximum(a, b);
    });

    /// <summary>Elementwise lesser of both; NaN where one is NaN.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.minimum", "keras.ops.numpy.minimum")]
    public static Tensor minimum(Tensor x1, Tensor x2) => Binary("Minimum", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType));
        return Kernel.Minimum(a, b);
    });

    /// <summary>Elementwise greater of both; where one is NaN, the other.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.fmax", "keras.ops.numpy.fmax")]
    public static Tensor fmax(Tensor x1, Tensor x2) => Binary("Fmax", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType));
        return Kernel.Fmax(a, b);
    });

    /// <summary>Elementwise lesser of both; where one is NaN, the other.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.fmin", "keras.ops.numpy.fmin")]
    public static Tensor fmin(Tensor x1, Tensor x2) => Binary("Fmin", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType));
        return Kernel.Fmin(a, b);
    });

    /// <summary>Elementwise greatest common divisor.</summary>
    /// <param name="x1">Integers.</param>
    /// <param name="x2">Integers.</param>
    [KerasExport("keras.ops.gcd", "keras.ops.numpy.gcd")]
    public static Tensor gcd(Tensor x1, Tensor x2) => Binary("Gcd", x1, x2, static (a, b) =>
    {
        (a, b) = (Strong(a), Strong(b));
        return Kernel.Gcd(a, b);
    });

    /// <summary>Elementwise least common multiple.</summary>
    /// <param name="x1">Integers.</param>
    /// <param name="x2">Integers.</param>
    [KerasExport("keras.ops.lcm", "keras.ops.numpy.lcm")]
    public static Tensor lcm(Tensor x1, Tensor x2) => Binary("Lcm", x1, x2, static (a, b) =>
    {
        (a, b) = (Strong(a), Strong(b));
        return Kernel.Lcm(a, b);
    });

    /// <summary>Elementwise x1 · 2^x2.</summary>
    /// <param name="x1">Any tensor of real numbers.</param>
    /// <param name="x2">Exponents, integers.</param>
    /// <exception cref="ArgumentException">The exponents are no integers.</exception>
    [KerasExport("keras.ops.ldexp", "keras.ops.numpy.ldexp")]
    public static Tensor ldexp(Tensor x1, Tensor x2) => Binary("Ldexp", x1, x2, static (a, b) =>
    {
        (a, b) = (Strong(a), Strong(b));
        if (!DTypes.IsInt(b.dtype)) throw new ArgumentException($"ldexp takes integer exponents. Received: x2 of dtype {b.dtype}. Cast it with ops.cast.");
        return As(Kernel.Ldexp(a, b), DTypes.Result(a.dtype, b.dtype, "float"));
    });

    /// <summary>The next number that float64 can hold, from each element of x1 towards that of x2.</summary>
    /// <param name="x1">Where to start.</param>
    /// <param name="x2">Where to go.</param>
    [KerasExport("keras.ops.nextafter", "keras.ops.numpy.nextafter")]
    public static Tensor nextafter(Tensor x1, Tensor x2) => Binary("Nextafter", x1, x2, static (a, b) =>
    {
        var to = DTypes.Result(a.PromotionDType, b.PromotionDType, "float");
        (a, b) = Meet(a, b, "float64");
        return As(Kernel.Nextafter(a, b), to);
    });

    /// <summary>Elementwise power.</summary>
    /// <param name="x1">Base.</param>
    /// <param name="x2">Exponent.</param>
    /// <exception cref="ArgumentException">Integers to a negative integer power.</exception>
    [KerasExport("keras.ops.power", "keras.ops.numpy.power")]
    public static Tensor power(Tensor x1, Tensor x2) => Binary("Power", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return Kernel.Pow(Strong(a), b);
    });

    /// <summary>Elementwise quotient, 0 where the divisor is 0.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.divide_no_nan", "keras.ops.numpy.divide_no_nan")]
    public static Tensor divide_no_nan(Tensor x1, Tensor x2) => Binary("DivideNoNan", x1, x2, static (a, b) =>
    {
        (a, b) = Meet(a, b, DTypes.Result(a.PromotionDType, b.PromotionDType, "float"));
        // The divisor is made harmless first: a division by 0 would spoil the gradient even where its result is not used.
        var isZero = Kernel.Eq(b, new ScalarTensor(0L));
        var quotient = Kernel.Div(a, Kernel.MaskedFill(b, isZero, 1));
        return Kernel.MaskedFill(quotient, isZero, 0);
    });

    /// <summary>Elementwise quotient rounded down.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.floor_divide", "keras.ops.numpy.floor_divide")]
    public static Tensor floor_divide(Tensor x1, Tensor x2) => Binary("FloorDivide", x1, x2, static (a, b) =>
    {
        var to = DTypes.Result(a.PromotionDType, b.PromotionDType);
        return As(Kernel.FloorDiv(Strong(a), Strong(b)), to);
    });

    /// <summary>Elementwise remainder, with the sign of the divisor.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.mod", "keras.ops.numpy.mod")]
    public static Tensor mod(Tensor x1, Tensor x2) => Binary("Mod", x1, x2, static (a, b) =>
    {
        (a, b) = IntOfBool(a, b);
        return Kernel.Remainder(a, b);
    });

    /// <summary>Elementwise remainder, with the sign of the dividend.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.fmod", "keras.ops.numpy.fmod")]
    public static Tensor fmod(Tensor x1, Tensor x2) => Binary("Fmod", x1, x2, static (a, b) =>
    {
        (a, b) = IntOfBool(a, b);
        return Kernel.Fmod(a, b);
    });

    /// <summary>Both operands as tensors of one dtype.</summary>
    private static (Tensor, Tensor) Meet(Tensor a, Tensor b, string dtype) => (As(a, dtype), As(b, dtype));

    private static (Tensor, Tensor) IntOfBool(Tensor a, Tensor b) =>
        a.PromotionDType == "bool" && b.PromotionDType == "bool" ? Meet(a, b, "int32") : (Strong(a), Strong(b));

    private static string FloatOfInt(Tensor a, Tensor b)
    {
        var dtype = DTypes.Result(a.PromotionDType, b.PromotionDType);
        return DTypes.IsInt(dtype) ? KerasConfig.floatx() : dtype;
    }

    /// <summary>The operand as a tensor of a dtype; itself where it has that dtype.</summary>
    private static Tensor As(Tensor x, string dtype) => x is ScalarTensor s ? s.ToTensor(dtype) : x.dtype == dtype ? x : Kernel.Cast(x, dtype);

    /// <summary>Whether a plain number leaves the dtype of a tensor as it is.</summary>
    private static bool Fits(ScalarTensor s, string dtype) => DTypes.IsFloat(dtype) || DTypes.IsComplex(dtype) || (s.PromotionDType, dtype) switch
    {
        ("bool", _) => true,
        ("int", not "bool") => true,
        _ => false,
    };

    /// <summary>The operands as the engine takes them: it promotes tensors as Keras's torch backend does. A plain number stays plain where it leaves the dtype as it is.</summary>
    private static (Tensor, Tensor) Mixed(Tensor a, Tensor b)
    {
        if (b is ScalarTensor s)
        {
            a = Strong(a);
            return (a, Fits(s, a.dtype) ? s : Strong(s));
        }
        return a is ScalarTensor r && !Fits(r, b.dtype) ? (Strong(r), b) : (a, b);
    }
}
