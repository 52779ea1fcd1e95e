using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of two tensors, element by element. A plain number is passed as a cached scalar; the caller has brought both to one dtype.</summary>
internal static partial class Kernel
{
    internal static Tensor Add(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("add", a, t => t.add(s.Native, Scalars.IntOne))
        : a is ScalarTensor r ? Run("add", b, t => t.add(r.Native, Scalars.IntOne))
        : Run("add", a, b, static (x, y) => x.add(y, Scalars.IntOne));

    internal static Tensor Sub(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("subtract", a, t => t.sub(s.Native))
        : Run("subtract", a, b, static (x, y) => x.sub(y));

    internal static Tensor Mul(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("multiply", a, t => t.mul(s.Native))
        : a is ScalarTensor r ? Run("multiply", b, t => t.mul(r.Native))
        : Run("multiply", a, b, static (x, y) => x.mul(y));

    internal static Tensor Div(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("divide", a, t => t.div(s.Native))
        : Run("divide", a, b, static (x, y) => x.div(y));

    internal static Tensor FloorDiv(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("floor_divide", a, t => t.div(s.Native, torch.RoundingMode.floor))
        : Run("floor_divide", a, b, static (x, y) => x.div(y, torch.RoundingMode.floor));

    internal static Tensor Remainder(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("mod", a, t => t.remainder(s.Native))
        : Run("mod", a, b, static (x, y) => x.remainder(y));

    internal static Tensor Fmod(Tensor a, Tensor b) => Run("fmod", a, b, static (x, y) => x.fmod(y));

    internal static Tensor Pow(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("power", a, t => t.pow(s.Native))
        : Run("power", a, b, static (x, y) => x.pow(y));

    internal static Tensor Maximum(Tensor a, Tensor b) => Run("maximum", a, b, static (x, y) => x.maximum(y));

    internal static Tensor Minimum(Tensor a, Tensor b) => Run("minimum", a, b, static (x, y) => x.minimum(y));

    internal static Tensor Eq(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("eq", a, t => t.eq(s.Native))
        : Run("eq", a, b, static (x, y) => x.eq(y));

    internal static Tensor Ne(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("ne", a, t => t.ne(s.Native))
        : Run("ne", a, b, static (x, y) => x.ne(y));

    internal static Tensor Lt(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("lt", a, t => t.lt(s.Native))
        : Run("lt", a, b, static (x, y) => x.lt(y));

    internal static Tensor Le(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("le", a, t => t.le(s.Native))
        : Run("le", a, b, static (x, y) => x.le(y));

    internal static Tensor Gt(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("gt", a, t => t.gt(s.Native))
        : Run("gt", a, b, static (x, y) => x.gt(y));

    internal static Tensor Ge(Tensor a, Tensor b) =>
        b is ScalarTensor s ? Run("ge", a, t => t.ge(s.Native))
        : Run("ge", a, b, static (x, y) => x.ge(y));

    internal static Tensor LogicalAnd(Tensor a, Tensor b) => Run("logical_and", a, b, static (x, y) => x.logical_and(y));

    internal static Tensor LogicalOr(Tensor a, Tensor b) => Run("logical_or", a, b, static (x, y) => x.logical_or(y));

    internal static Tensor LogicalXor(Tensor a, Tensor b) => Run("logical_xor", a, b, static (x, y) => x.logical_xor(y));

    internal static Tensor BitwiseAnd(Tensor a, Tensor b) => Run("bitwise_and", a, b, static (x, y) => x.bitwise_and(y));

    internal static Tensor BitwiseOr(Tensor a, Tensor b) => Run("bitwise_or", a, b, static (x, y) => x.bitwise_or(y));

    internal static Tensor BitwiseXor(Tensor a, Tensor b) => Run("bitwise_xor", a, b, static (x, y) => x.bitwise_xor(y));

    internal static Tensor BitwiseLeftShift(Tensor a, Tensor b) => Run("bitwise_left_shift", a, b, static (x, y) => x.bitwise_left_shift(y));

    internal static Tensor BitwiseRightShift(Tensor a, Tensor b) => Run("bitwise_right_shift", a, b, static (x, y) => x.bitwise_right_shift(y));

    internal static Tensor Atan2(Tensor a, Tensor b) => Run("atan2", a, b, static (x, y) => x.atan2(y));

    internal static Tensor Hypot(Tensor a, Tensor b) => Run("hypot", a, b, static (x, y) => x.hypot(y));

    internal static Tensor Where(Tensor condition, Tensor a, Tensor b) =>
        Run("where", condition, a, b, static (c, x, y) => torch.where(c, x!, y!));

    internal static Tensor Clamp(Tensor x, double? low, double? high)
    {
        // libtorch refuses a bound that float16 has no number for; what it does not reach it does not bound.
        if (x.dtype == "float16")
        {
            if (low < (double)Half.MinValue) low = null;
            if (high > (double)Half.MaxValue) high = null;
            if (low is null && high is null) return Run("clip", x, static t => t.alias());
        }
        return Run("clip", x, t => t.clamp(low is null ? null : Scalars.Of(low.Value), high is null ? null : Scalars.Of(high.Value)));
    }

    internal static Tensor Fmax(Tensor a, Tensor b) => Run("fmax", a, b, static (x, y) => x.fmax(y));

    internal static Tensor Fmin(Tensor a, Tensor b) => Run("fmin", a, b, static (x, y) => x.fmin(y));

    internal static Tensor Gcd(Tensor a, Tensor b) => Run("gcd", a, b, static (x, y) => x.gcd(y));

    internal static Tensor Lcm(Tensor a, Tensor b) => Run("lcm", a, b, static (x, y) => x.lcm(y));

    internal static Tensor Ldexp(Tensor a, Tensor b) => Run("ldexp", a, b, static (x, y) => x.ldexp(y));

    internal static Tensor Nextafter(Tensor a, Tensor b) => Run("nextafter", a, b, static (x, y) => x.nextafter(y));

    internal static Tensor Heaviside(Tensor a, Tensor b) => Run("heaviside", a, b, static (x, y) => x.heaviside(y));

    internal static Tensor LogAddExp(Tensor a, Tensor b) => Run("logaddexp", a, b, static (x, y) => x.logaddexp(y));

    internal static Tensor LogAddExp2(Tensor a, Tensor b) => Run("logaddexp2", a, b, static (x, y) => x.logaddexp2(y));

    internal static Tensor IsClose(Tensor a, Tensor b, double rtol, double atol, bool equalNan) => Run("isclose", a, b, (x, y) => x.isclose(y, rtol, atol, equalNan));

    internal static Tensor Kron(Tensor a, Tensor b) => Run("kron", a, b, static (x, y) => x.kron(y));

    internal static Tensor Vdot(Tensor a, Tensor b) => Run("vdot", a, b, static (x, y) => x.vdot(y));

    internal static Tensor Tensordot(Tensor a, Tensor b, long[] first, long[] second) => Run("tensordot", a, b, (x, y) => x.tensordot(y, first, second));

    internal static Tensor Einsum(string subscripts, Tensor[] operands) => Run("einsum", (IReadOnlyList<Tensor>)operands, t => torch.einsum(subscripts, t));
}
