using Keras.Backend;

namespace Keras.Legacy;

/// <content>Numbers.</content>
public static partial class LegacyBackend
{
    /// <summary>Absolute values.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.abs")]
    public static Tensor abs(Tensor x) => Ops.absolute(x);

    /// <summary>Cosines.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.cos")]
    public static Tensor cos(Tensor x) => Ops.cos(x);

    /// <summary>Sines.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.sin")]
    public static Tensor sin(Tensor x) => Ops.sin(x);

    /// <summary>Exponentials.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.exp")]
    public static Tensor exp(Tensor x) => Ops.exp(x);

    /// <summary>Natural logarithms.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.log")]
    public static Tensor log(Tensor x) => Ops.log(x);

    /// <summary>Signs.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.sign")]
    public static Tensor sign(Tensor x) => Ops.sign(x);

    /// <summary>Squares.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.square")]
    public static Tensor square(Tensor x) => Ops.square(x);

    /// <summary>Nearest whole numbers, even ones at the half.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.round")]
    public static Tensor round(Tensor x) => Ops.round(x);

    /// <summary>Square roots; 0 for negative numbers.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.sqrt")]
    public static Tensor sqrt(Tensor x) => Ops.sqrt(Ops.maximum(x, 0));

    /// <summary>Powers.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="a">Exponent.</param>
    [KerasExport("keras.backend.pow")]
    public static Tensor pow(Tensor x, Tensor a) => Ops.power(x, a);

    /// <summary>Values brought into a range.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="min_value">The least value allowed; <see langword="null"/> for none.</param>
    /// <param name="max_value">The greatest value allowed; <see langword="null"/> for none.</param>
    [KerasExport("keras.backend.clip")]
    public static Tensor clip(Tensor x, double? min_value, double? max_value) =>
        Ops.clip(x, min_value ?? double.NegativeInfinity, Math.Max(max_value ?? double.PositiveInfinity, min_value ?? double.NegativeInfinity));

    /// <summary>The greater of two, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.maximum")]
    public static Tensor maximum(Tensor x, Tensor y) => Ops.maximum(x, y);

    /// <summary>The lesser of two, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.minimum")]
    public static Tensor minimum(Tensor x, Tensor y) => Ops.minimum(x, y);

    /// <summary>Whether two are equal, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.equal")]
    public static Tensor equal(Tensor x, Tensor y) => Ops.equal(x, y);

    /// <summary>Whether two differ, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.not_equal")]
    public static Tensor not_equal(Tensor x, Tensor y) => Ops.not_equal(x, y);

    /// <summary>Whether the first is greater, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.greater")]
    public static Tensor greater(Tensor x, Tensor y) => Ops.greater(x, y);

    /// <summary>Whether the first is greater or equal, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.greater_equal")]
    public static Tensor greater_equal(Tensor x, Tensor y) => Ops.greater_equal(x, y);

    /// <summary>Whether the first is less, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.less")]
    public static Tensor less(Tensor x, Tensor y) => Ops.less(x, y);

    /// <summary>Whether the first is less or equal, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.less_equal")]
    public static Tensor less_equal(Tensor x, Tensor y) => Ops.less_equal(x, y);

    /// <summary>Sum over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.sum")]
    public static Tensor sum(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.sum(x, axis, keepdims);

    /// <summary>Product over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.prod")]
    public static Tensor prod(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.prod(x, axis, keepdims);

    /// <summary>Greatest over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.max")]
    public static Tensor max(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.max(x, axis, keepdims);

    /// <summary>Least over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.min")]
    public static Tensor min(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.min(x, axis, keepdims);

    /// <summary>Mean over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.mean")]
    public static Tensor mean(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.mean(x.dtype == "bool" ? Ops.cast(x, KerasConfig.floatx()) : x, axis, keepdims);

    /// <summary>Standard deviation over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.std")]
    public static Tensor std(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.std(x, axis, keepdims);

    /// <summary>Variance over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.var")]
    public static Tensor var(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.var(x, axis, keepdims);

    /// <summary>Whether all are true over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.all")]
    public static Tensor all(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.all(Ops.cast(x, "bool"), axis, keepdims);

    /// <summary>Whether any is true over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether reduced axes stay with size 1.</param>
    [KerasExport("keras.backend.any")]
    public static Tensor any(Tensor x, Axes? axis = null, bool keepdims = false) => Ops.any(Ops.cast(x, "bool"), axis, keepdims);

    /// <summary>Places of the greatest along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.argmax")]
    public static Tensor argmax(Tensor x, int axis = -1) => Ops.argmax(x, axis);

    /// <summary>Places of the least along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.argmin")]
    public static Tensor argmin(Tensor x, int axis = -1) => Ops.argmin(x, axis);

    /// <summary>Running sums along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.cumsum")]
    public static Tensor cumsum(Tensor x, int axis = 0) => Ops.cumsum(x, axis);

    /// <summary>Running products along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.cumprod")]
    public static Tensor cumprod(Tensor x, int axis = 0) => Ops.cumprod(x, axis);

    /// <summary>Divided by the root of the sum of squares over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    [KerasExport("keras.backend.l2_normalize")]
    public static Tensor l2_normalize(Tensor x, Axes? axis = null) => x * Ops.rsqrt(Ops.maximum(Ops.sum(Ops.square(x), axis, true), 1e-12));

    /// <summary>Products of matrices: over the last axis of the first and the last but one of the second.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand.</param>
    [KerasExport("keras.backend.dot")]
    public static Tensor dot(Tensor x, Tensor y) => Ops.dot(x, y);

    /// <summary>The same values, a constant for gradients.</summary>
    /// <param name="variables">Any tensor.</param>
    [KerasExport("keras.backend.stop_gradient")]
    public static Tensor stop_gradient(Tensor variables) => Ops.stop_gradient(variables);
}
