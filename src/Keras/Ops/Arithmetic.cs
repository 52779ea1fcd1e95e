using Keras.Backend;

namespace Keras;

/// <content>The four basic operations.</content>
public static partial class Ops
{
    /// <summary>Elementwise sum, with broadcasting.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.add", "keras.ops.numpy.add")]
    public static Tensor add(Tensor x1, Tensor x2) => Binary("Add", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return Kernel.Add(a, b);
    });

    /// <summary>Elementwise difference, with broadcasting.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.subtract", "keras.ops.numpy.subtract")]
    public static Tensor subtract(Tensor x1, Tensor x2) => Binary("Subtract", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        a = Strong(a);
        // libtorch subtracts no booleans: one among numbers counts as 0 or 1.
        if (a.dtype == "bool") a = Kernel.Cast(a, b.dtype);
        else if (b.dtype == "bool") b = As(b, a.dtype);
        return Kernel.Sub(a, b);
    });

    /// <summary>Elementwise product, with broadcasting.</summary>
    /// <param name="x1">First operand.</param>
    /// <param name="x2">Second operand.</param>
    [KerasExport("keras.ops.multiply", "keras.ops.numpy.multiply")]
    public static Tensor multiply(Tensor x1, Tensor x2) => Binary("Multiply", x1, x2, static (a, b) =>
    {
        (a, b) = Mixed(a, b);
        return Kernel.Mul(a, b);
    });

    /// <summary>Elementwise quotient, a float even of integers.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.divide", "keras.ops.numpy.divide")]
    public static Tensor divide(Tensor x1, Tensor x2) => Binary("Divide", x1, x2, Quotient);

    /// <summary>Elementwise quotient, the same as <see cref="divide"/>.</summary>
    /// <param name="x1">Dividend.</param>
    /// <param name="x2">Divisor.</param>
    [KerasExport("keras.ops.true_divide", "keras.ops.numpy.true_divide")]
    public static Tensor true_divide(Tensor x1, Tensor x2) => Binary("TrueDivide", x1, x2, Quotient);

    private static Tensor Quotient(Tensor a, Tensor b)
    {
        (a, b) = Mixed(a, b);
        return Kernel.Div(Strong(a), b);
    }
}
