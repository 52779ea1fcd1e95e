using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of one tensor, element by element.</summary>
internal static partial class Kernel
{
    internal static Tensor Abs(Tensor x) => Run("abs", x, static t => t.abs());

    internal static Tensor Acos(Tensor x) => Run("acos", x, static t => t.acos());

    internal static Tensor Acosh(Tensor x) => Run("acosh", x, static t => t.acosh());

    internal static Tensor Asin(Tensor x) => Run("asin", x, static t => t.asin());

    internal static Tensor Asinh(Tensor x) => Run("asinh", x, static t => t.asinh());

    internal static Tensor Atan(Tensor x) => Run("atan", x, static t => t.atan());

    internal static Tensor Atanh(Tensor x) => Run("atanh", x, static t => t.atanh());

    internal static Tensor Ceil(Tensor x) => Run("ceil", x, static t => t.ceil());

    internal static Tensor Cos(Tensor x) => Run("cos", x, static t => t.cos());

    internal static Tensor Cosh(Tensor x) => Run("cosh", x, static t => t.cosh());

    internal static Tensor Erf(Tensor x) => Run("erf", x, static t => t.erf());

    internal static Tensor Erfc(Tensor x) => Run("erfc", x, static t => t.erfc());

    internal static Tensor Erfinv(Tensor x) => Run("erfinv", x, static t => t.erfinv());

    internal static Tensor Exp(Tensor x) => Run("exp", x, static t => t.exp());

    internal static Tensor Expm1(Tensor x) => Run("expm1", x, static t => t.expm1());

    internal static Tensor Exp2(Tensor x) => Run("exp2", x, static t => t.exp2());

    internal static Tensor Floor(Tensor x) => Run("floor", x, static t => t.floor());

    internal static Tensor Isfinite(Tensor x) => Run("isfinite", x, static t => t.isfinite());

    internal static Tensor Isinf(Tensor x) => Run("isinf", x, static t => t.isinf());

    internal static Tensor Isnan(Tensor x) => Run("isnan", x, static t => t.isnan());

    internal static Tensor Log(Tensor x) => Run("log", x, static t => t.log());

    internal static Tensor Log10(Tensor x) => Run("log10", x, static t => t.log10());

    internal static Tensor Log1p(Tensor x) => Run("log1p", x, static t => t.log1p());

    internal static Tensor Log2(Tensor x) => Run("log2", x, static t => t.log2());

    internal static Tensor Neg(Tensor x) => Run("neg", x, static t => t.neg());

    internal static Tensor Reciprocal(Tensor x) => Run("reciprocal", x, static t => t.reciprocal());

    internal static Tensor Relu(Tensor x) => Run("relu", x, static t => t.relu());

    internal static Tensor Round(Tensor x) => Run("round", x, static t => t.round());

    internal static Tensor Rsqrt(Tensor x) => Run("rsqrt", x, static t => t.rsqrt());

    internal static Tensor Sigmoid(Tensor x) => Run("sigmoid", x, static t => t.sigmoid());

    internal static Tensor Sign(Tensor x) => Run("sign", x, static t => t.sign());

    internal static Tensor Sin(Tensor x) => Run("sin", x, static t => t.sin());

    internal static Tensor Sinh(Tensor x) => Run("sinh", x, static t => t.sinh());

    internal static Tensor Sqrt(Tensor x) => Run("sqrt", x, static t => t.sqrt());

    internal static Tensor Square(Tensor x) => Run("square", x, static t => t.square());

    internal static Tensor Tan(Tensor x) => Run("tan", x, static t => t.tan());

    internal static Tensor Tanh(Tensor x) => Run("tanh", x, static t => t.tanh());

    internal static Tensor Trunc(Tensor x) => Run("trunc", x, static t => t.trunc());

    internal static Tensor BitwiseNot(Tensor x) => Run("bitwise_not", x, static t => t.bitwise_not());

    internal static Tensor LogicalNot(Tensor x) => Run("logical_not", x, static t => t.logical_not());

    internal static Tensor Deg2rad(Tensor x) => Run("deg2rad", x, static t => t.deg2rad());

    internal static Tensor Rad2deg(Tensor x) => Run("rad2deg", x, static t => t.rad2deg());

    internal static Tensor Detach(Tensor x) => Run("detach", x, static t => t.detach());

    internal static Tensor I0(Tensor x) => Run("i0", x, static t => torch.special.i0(t));

    internal static Tensor Isneginf(Tensor x) => Run("isneginf", x, static t => t.isneginf());

    internal static Tensor Isposinf(Tensor x) => Run("isposinf", x, static t => t.isposinf());

    internal static Tensor Isreal(Tensor x) => Run("isreal", x, static t => t.isreal());

    internal static Tensor Signbit(Tensor x) => Run("signbit", x, static t => t.signbit());

    internal static Tensor Sinc(Tensor x) => Run("sinc", x, static t => t.sinc());

    internal static Tensor Round(Tensor x, int decimals) => Run("round", x, t => t.round(decimals));

    internal static Tensor NanToNum(Tensor x, double nan, double? posinf, double? neginf) => Run("nan_to_num", x, t => t.nan_to_num(nan, posinf, neginf));

    internal static Tensor MaskedFill(Tensor x, Tensor mask, double value) => Run("where", x, mask, (t, m) => t.masked_fill(m, Scalars.Of(value)));

    internal static Tensor Clamp(Tensor x, ScalarTensor low, ScalarTensor high) =>
        x.dtype == "float16" ? Clamp(x, low.Value, high.Value) : Run("clip", x, t => t.clamp(low.Native, high.Native));

    internal static Tensor Clamp(Tensor x, Tensor low, Tensor high) => Run("clip", x, low, high, static (t, l, h) => t.clamp(l, h));
}
