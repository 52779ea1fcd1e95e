using Keras.Backend;

namespace Keras.Quantizers;

/// <summary>Floats of 8 bits (keras/src/quantizers/quantizers.py).</summary>
public static class Float8Functions
{
    /// <summary>The next scale: the largest value of late over the largest that the type can hold.</summary>
    /// <param name="amax">The largest value of late; the scale stays as it is where this is 0 or not finite.</param>
    /// <param name="scale">The scale so far.</param>
    /// <param name="dtype_max">The largest value of the type.</param>
    /// <param name="margin">How many powers of two are left free above.</param>
    [KerasExport("keras.quantizers.compute_float8_scale")]
    public static Tensor compute_float8_scale(Tensor amax, Tensor scale, Tensor dtype_max, int margin = 0)
    {
        var before = Ops.reciprocal(scale);
        var next = Ops.divide(Ops.divide(dtype_max, amax), Math.Pow(2, margin));
        next = Ops.where(Ops.greater(amax, 0.0), next, before);
        return Ops.reciprocal(Ops.where(Ops.isfinite(amax), next, before));
    }

    /// <summary>The largest values of late, with that of a tensor in the place of the oldest.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="amax_history">The largest values so far; the newest is the first.</param>
    [KerasExport("keras.quantizers.compute_float8_amax_history")]
    public static Tensor compute_float8_amax_history(Tensor x, Tensor amax_history) =>
        Ops.scatter_update(Ops.roll(amax_history, -1), (Tensor)new int[,] { { 0 } }, Ops.reshape(Ops.cast(Ops.max(Ops.abs(x)), amax_history.dtype), 1));

    /// <summary>What remains of values that are divided by a scale, stored in a small type, and multiplied again.</summary>
    /// <param name="inputs">A tensor of floats.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="quantized_dtype">The small type: <c>float8_e4m3fn</c>, <c>float8_e5m2</c>, <c>bfloat16</c> or <c>float16</c>.</param>
    /// <param name="compute_dtype">The element type of the computation.</param>
    /// <exception cref="ArgumentException">Another small type.</exception>
    [KerasExport("keras.quantizers.quantize_and_dequantize")]
    public static Tensor quantize_and_dequantize(Tensor inputs, Tensor scale, string quantized_dtype, string compute_dtype)
    {
        var (mantissa, exponent, max) = Format(quantized_dtype);
        var factor = Ops.cast(scale, compute_dtype);
        var x = Ops.clip(Ops.divide(inputs, factor), -max, max);
        return Ops.multiply(Ops.cast(Round(x, mantissa, exponent), compute_dtype), factor);
    }

    /// <summary>The largest value of a small type.</summary>
    internal static double Largest(string dtype) => Format(dtype).Max;

    private static (int Mantissa, int Exponent, double Max) Format(string dtype) => dtype switch
    {
        "float8_e4m3fn" => (3, -6, 448),
        "float8_e5m2" => (2, -14, 57344),
        "float16" => (10, -14, 65504),
        "bfloat16" => (7, -126, 3.3895313892515355e38),
        _ => throw new ArgumentException($"quantize_and_dequantize: expected quantized_dtype 'float8_e4m3fn', 'float8_e5m2', 'float16' or 'bfloat16'. Received: quantized_dtype={dtype}"),
    };

    // Porting note: the engine has no floats of 8 bits, so that their rounding is computed: to the nearest multiple of the distance of neighbours.
    private static Tensor Round(Tensor x, int mantissa, int leastExponent)
    {
        var wide = Ops.cast(x, "float64");
        var exponent = Ops.maximum(Ops.floor(Ops.log2(Ops.maximum(Ops.abs(wide), 1e-300))), (double)leastExponent);
        var step = Ops.power(2.0, Ops.subtract(exponent, (double)mantissa));
        return Ops.multiply(Ops.round(Ops.divide(wide, step)), step);
    }
}
