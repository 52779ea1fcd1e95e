using Keras.Backend;

namespace Keras.Quantizers;

/// <summary>Two levels of 4 bits in a byte (keras/src/quantizers/quantizers.py).</summary>
public static class Int4Packing
{
    /// <summary>Packs two neighbours along an axis into a byte: the first in the low bits, the second in the high ones. A missing one counts as 0.</summary>
    /// <param name="arr">Levels from -8 to 7, or, unsigned, from 0 to 15.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="dtype"><c>int8</c> or <c>uint8</c>, as the levels are.</param>
    /// <returns>The bytes, their shape, and the length of the axis before.</returns>
    /// <exception cref="ArgumentException">Another dtype.</exception>
    [KerasExport("keras.quantizers.pack_int4")]
    public static (Tensor packed, TensorShape packed_shape, int orig_len) pack_int4(Tensor arr, int axis = 0, string dtype = "int8")
    {
        Check(dtype);
        if (arr.dtype != dtype) throw new ArgumentException($"Expected {dtype} tensor for packing, got {arr.dtype}.");
        axis = Axes.Normalize(axis, arr.ndim);
        var length = arr.shape[axis]!.Value;
        var x = Ops.moveaxis(Ops.cast(arr, "int32"), axis, 0);
        if (length % 2 == 1) x = Ops.concatenate([x, Ops.zeros(x.shape.With(0, 1), "int32")], axis: 0);
        var pairs = Ops.reshape(x, new TensorShape((length + 1) / 2).Concat(2).Concat(x.shape[1..]));
        Tensor low = Ops.bitwise_and(Ops.take(pairs, 0, axis: 1), 15), high = Ops.bitwise_and(Ops.take(pairs, 1, axis: 1), 15);
        if (dtype == "int8") high = Signed(high);
        var packed = Ops.cast(Ops.moveaxis(Ops.add(low, Ops.multiply(high, 16)), 0, axis), dtype);
        return (packed, packed.shape, length);
    }

    /// <summary>Takes bytes apart into two levels each.</summary>
    /// <param name="packed">What <see cref="pack_int4"/> gave.</param>
    /// <param name="orig_len">Length of the axis before it was packed.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="dtype"><c>int8</c> for levels from -8 to 7, <c>uint8</c> for levels from 0 to 15.</param>
    /// <exception cref="ArgumentException">Another dtype.</exception>
    [KerasExport("keras.quantizers.unpack_int4")]
    public static Tensor unpack_int4(Tensor packed, int orig_len, int axis = 0, string dtype = "int8")
    {
        Check(dtype);
        if (packed.dtype is not ("int8" or "uint8")) throw new ArgumentException($"Expected int8 or uint8 tensor for unpacking, got {packed.dtype}");
        axis = Axes.Normalize(axis, packed.ndim);
        if (orig_len < 0 || orig_len > 2 * packed.shape[axis]) throw new ArgumentException($"unpack_int4: axis {axis} of shape {packed.shape} holds no {orig_len} values.");
        var x = Ops.moveaxis(Ops.cast(packed, "int32"), axis, 0);
        Tensor low = Ops.bitwise_and(x, 15), high = Ops.bitwise_and(Ops.right_shift(x, 4), 15);
        if (dtype == "int8") (low, high) = (Signed(low), Signed(high));
        var all = Ops.reshape(Ops.stack([low, high], axis: 1), x.shape.With(0, 2 * x.shape[0]!.Value));
        if (orig_len < all.shape[0]) all = Ops.take(all, Ops.arange(orig_len), axis: 0);
        return Ops.cast(Ops.moveaxis(all, 0, axis), dtype);
    }

    // Four bits as a number with a sign: 8 to 15 stand for -8 to -1.
    private static Tensor Signed(Tensor x) => Ops.subtract(Ops.bitwise_xor(x, 8), 8);

    private static void Check(string dtype)
    {
        if (dtype is not ("int8" or "uint8")) throw new ArgumentException($"Expected dtype to be 'int8' or 'uint8', but got '{dtype}'.");
    }
}
