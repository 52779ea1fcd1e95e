using Keras.Backend;

namespace Keras;

/// <content>Operations on the bits of integers.</content>
public static partial class Ops
{
    /// <summary>Elementwise and of the bits.</summary>
    /// <param name="x">Integers or booleans.</param>
    /// <param name="y">Integers or booleans.</param>
    [KerasExport("keras.ops.bitwise_and", "keras.ops.numpy.bitwise_and")]
    public static Tensor bitwise_and(Tensor x, Tensor y) => Binary("BitwiseAnd", x, y, static (a, b) => Kernel.BitwiseAnd(Bits(a), Bits(b)));

    /// <summary>Elementwise or of the bits.</summary>
    /// <param name="x">Integers or booleans.</param>
    /// <param name="y">Integers or booleans.</param>
    [KerasExport("keras.ops.bitwise_or", "keras.ops.numpy.bitwise_or")]
    public static Tensor bitwise_or(Tensor x, Tensor y) => Binary("BitwiseOr", x, y, static (a, b) => Kernel.BitwiseOr(Bits(a), Bits(b)));

    /// <summary>Elementwise exclusive or of the bits.</summary>
    /// <param name="x">Integers or booleans.</param>
    /// <param name="y">Integers or booleans.</param>
    [KerasExport("keras.ops.bitwise_xor", "keras.ops.numpy.bitwise_xor")]
    public static Tensor bitwise_xor(Tensor x, Tensor y) => Binary("BitwiseXor", x, y, static (a, b) => Kernel.BitwiseXor(Bits(a), Bits(b)));

    /// <summary>Elementwise shift of the bits to the left.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">By how many bits.</param>
    [KerasExport("keras.ops.bitwise_left_shift", "keras.ops.numpy.bitwise_left_shift")]
    public static Tensor bitwise_left_shift(Tensor x, Tensor y) => Binary("BitwiseLeftShift", x, y, static (a, b) => Kernel.BitwiseLeftShift(Bits(a), Bits(b)));

    /// <summary>Elementwise shift of the bits to the left, the same as <see cref="bitwise_left_shift"/>.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">By how many bits.</param>
    [KerasExport("keras.ops.left_shift", "keras.ops.numpy.left_shift")]
    public static Tensor left_shift(Tensor x, Tensor y) => Binary("LeftShift", x, y, static (a, b) => Kernel.BitwiseLeftShift(Bits(a), Bits(b)));

    /// <summary>Elementwise shift of the bits to the right; the sign stays.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">By how many bits.</param>
    [KerasExport("keras.ops.bitwise_right_shift", "keras.ops.numpy.bitwise_right_shift")]
    public static Tensor bitwise_right_shift(Tensor x, Tensor y) => Binary("BitwiseRightShift", x, y, static (a, b) => Kernel.BitwiseRightShift(Bits(a), Bits(b)));

    /// <summary>Elementwise shift of the bits to the right, the same as <see cref="bitwise_right_shift"/>.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">By how many bits.</param>
    [KerasExport("keras.ops.right_shift", "keras.ops.numpy.right_shift")]
    public static Tensor right_shift(Tensor x, Tensor y) => Binary("RightShift", x, y, static (a, b) => Kernel.BitwiseRightShift(Bits(a), Bits(b)));

    /// <summary>Elementwise inversion of the bits.</summary>
    /// <param name="x">Integers or booleans.</param>
    [KerasExport("keras.ops.bitwise_invert", "keras.ops.numpy.bitwise_invert")]
    public static Tensor bitwise_invert(Tensor x) => Each("BitwiseInvert", x, static t => Kernel.BitwiseNot(Bits(t)));

    /// <summary>Elementwise inversion of the bits, the same as <see cref="bitwise_invert"/>.</summary>
    /// <param name="x">Integers or booleans.</param>
    [KerasExport("keras.ops.bitwise_not", "keras.ops.numpy.bitwise_not")]
    public static Tensor bitwise_not(Tensor x) => Each("BitwiseNot", x, static t => Kernel.BitwiseNot(Bits(t)));

    private static Tensor Bits(Tensor t) => Strong(t) is var s && (DTypes.IsInt(s.dtype) || s.dtype == "bool") ? s
        : throw new ArgumentException($"Operations on bits take integers or booleans. Received: dtype {t.dtype}. Cast it with ops.cast.");
}
