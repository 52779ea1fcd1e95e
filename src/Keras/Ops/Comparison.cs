using Keras.Backend;

namespace Keras;

/// <content>Comparisons and logic.</content>
public static partial class Ops
{
    /// <summary>Whether the first is less than the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.less", "keras.ops.numpy.less")]
    public static Tensor less(Tensor x1, Tensor x2) => Binary("Less", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Gt(b, a) : Kernel.Lt(a, b);
    });

    /// <summary>Whether the first is at most the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.less_equal", "keras.ops.numpy.less_equal")]
    public static Tensor less_equal(Tensor x1, Tensor x2) => Binary("LessEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Ge(b, a) : Kernel.Le(a, b);
    });

    /// <summary>Whether the first is greater than the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.greater", "keras.ops.numpy.greater")]
    public static Tensor greater(Tensor x1, Tensor x2) => Binary("Greater", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Lt(b, a) : Kernel.Gt(a, b);
    });

    /// <summary>Whether the first is at least the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.greater_equal", "keras.ops.numpy.greater_equal")]
    public static Tensor greater_equal(Tensor x1, Tensor x2) => Binary("GreaterEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Le(b, a) : Kernel.Ge(a, b);
    });

    /// <summary>Whether both are equal, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.equal", "keras.ops.numpy.equal")]
    public static Tensor equal(Tensor x1, Tensor x2) => Binary("Equal", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Eq(b, a) : Kernel.Eq(a, b);
    });

    /// <summary>Whether both differ, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.not_equal", "keras.ops.numpy.not_equal")]
    public static Tensor not_equal(Tensor x1, Tensor x2) => Binary("NotEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return a is ScalarTensor ? Kernel.Ne(b, a) : Kernel.Ne(a, b);
    });

    /// <summary>Whether both are true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_and", "keras.ops.numpy.logical_and")]
    public static Tensor logical_and(Tensor x1, Tensor x2) => Binary("LogicalAnd", x1, x2, static (a, b) => Kernel.LogicalAnd(Strong(a), Strong(b)));

    /// <summary>Whether one of both is true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_or", "keras.ops.numpy.logical_or")]
    public static Tensor logical_or(Tensor x1, Tensor x2) => Binary("LogicalOr", x1, x2, static (a, b) => Kernel.LogicalOr(Strong(a), Strong(b)));

    /// <summary>Whether exactly one of both is true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_xor", "keras.ops.numpy.logical_xor")]
    public static Tensor logical_xor(Tensor x1, Tensor x2) => Binary("LogicalXor", x1, x2, static (a, b) => Kernel.LogicalXor(Strong(a), Strong(b)));

    /// <summary>Whether the element is false. Numbers other than zero are true.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.logical_not", "keras.ops.numpy.logical_not")]
    public static Tensor logical_not(Tensor x) => Each("LogicalNot", x, static t => Kernel.LogicalNot(t));

    /// <summary>Whether both are equal up to a tolerance, element by element: |x1 - x2| &lt;= atol + rtol · |x2|. Integers are compared exactly.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="equal_nan">Whether NaN equals NaN.</param>
    [KerasExport("keras.ops.isclose", "keras.ops.numpy.isclose")]
    public static Tensor isclose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
        Binary("Isclose", x1, x2, (a, b) => Close(a, b, rtol, atol, equal_nan), new() { ["equal_nan"] = equal_nan });

    /// <summary>Whether all elements are equal up to a tolerance.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="equal_nan">Whether NaN equals NaN.</param>
    /// <returns>A boolean scalar.</returns>
    [KerasExport("keras.ops.allclose", "keras.ops.numpy.allclose")]
    public static Tensor allclose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
        Binary("AllClose", x1, x2, (a, b) => Kernel.AllAll(Close(a, b, rtol, atol, equal_nan)), new() { ["rtol"] = rtol, ["atol"] = atol, ["equal_nan"] = equal_nan });

    private static Tensor Close(Tensor a, Tensor b, double rtol, double atol, bool equalNan)
    {
        var dtype = DTypes.Result(a.PromotionDType, b.PromotionDType);
        (a, b) = Meet(a, b, dtype);
        return DTypes.IsFloat(dtype) ? Kernel.IsClose(a, b, rtol, atol, equalNan) : Kernel.Eq(a, b);
    }
}
