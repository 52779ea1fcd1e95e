using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Whether the first is less than the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.less", "keras.ops.numpy.less")]
    public static Tensor less(Tensor x1, Tensor x2) => Binary("Less", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Lt(Strong(a), b);
    });

    /// <summary>Whether the first is at most the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.less_equal", "keras.ops.numpy.less_equal")]
    public static Tensor less_equal(Tensor x1, Tensor x2) => Binary("LessEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Le(Strong(a), b);
    });

    /// <summary>Whether the first is greater than the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.greater", "keras.ops.numpy.greater")]
    public static Tensor greater(Tensor x1, Tensor x2) => Binary("Greater", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Gt(Strong(a), b);
    });

    /// <summary>Whether the first is at least the second, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.greater_equal", "keras.ops.numpy.greater_equal")]
    public static Tensor greater_equal(Tensor x1, Tensor x2) => Binary("GreaterEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Ge(Strong(a), b);
    });

    /// <summary>Whether both are equal, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.equal", "keras.ops.numpy.equal")]
    public static Tensor equal(Tensor x1, Tensor x2) => Binary("Equal", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Eq(Strong(a), b);
    });

    /// <summary>Whether both differ, element by element.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.not_equal", "keras.ops.numpy.not_equal")]
    public static Tensor not_equal(Tensor x1, Tensor x2) => Binary("NotEqual", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        return Kernel.Ne(Strong(a), b);
    });

    /// <summary>Whether both are true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_and", "keras.ops.numpy.logical_and")]
    public static Tensor logical_and(Tensor x1, Tensor x2) => Binary("LogicalAnd", x1, x2, static (a, b) => Kernel.LogicalAnd(cast(a, "bool"), cast(b, "bool")));

    /// <summary>Whether one of both is true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_or", "keras.ops.numpy.logical_or")]
    public static Tensor logical_or(Tensor x1, Tensor x2) => Binary("LogicalOr", x1, x2, static (a, b) => Kernel.LogicalOr(cast(a, "bool"), cast(b, "bool")));

    /// <summary>Whether exactly one of both is true. Numbers other than zero are true.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.logical_xor", "keras.ops.numpy.logical_xor")]
    public static Tensor logical_xor(Tensor x1, Tensor x2) => Binary("LogicalXor", x1, x2, static (a, b) => Kernel.LogicalXor(cast(a, "bool"), cast(b, "bool")));

    /// <summary>Whether the element is false. Numbers other than zero are true.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.logical_not", "keras.ops.numpy.logical_not")]
    public static Tensor logical_not(Tensor x) => Unary("LogicalNot", x, static t => Kernel.LogicalNot(cast(t, "bool")));

    /// <summary>Elementwise negation.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.negative", "keras.ops.numpy.negative")]
    public static Tensor negative(Tensor x) => Unary("Negative", x, static t => Kernel.Neg(Strong(t)));

    /// <summary>Elementwise remainder, with the sign of the divisor.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.mod", "keras.ops.numpy.mod")]
    public static Tensor mod(Tensor x1, Tensor x2) => Binary("Mod", x1, x2, static (a, b) =>
    {
        (a, b) = Promote(a, b);
        if (a.PromotionDType == "bool") (a, b) = (cast(a, "int32"), cast(b, "int32"));
        return Kernel.Remainder(Strong(a), b is ScalarTensor s ? s.ToTensor(a.dtype) : b);
    });
}
