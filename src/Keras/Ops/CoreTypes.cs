using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The dimensions of a tensor; unknown ones of a symbolic tensor are <see langword="null"/>.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.shape")]
    public static TensorShape shape(Tensor x) => x.shape;

    /// <summary>The name of the element type.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.dtype")]
    public static string dtype(Tensor x) => x.dtype;

    /// <summary>Whether an object is a tensor with values.</summary>
    /// <param name="x">Anything.</param>
    [KerasExport("keras.ops.is_tensor")]
    public static bool is_tensor(object? x) => x is Tensor and not (KerasTensor or TensorList or TensorDict or ScalarTensor);

    /// <summary>The values as an array of their own.</summary>
    /// <param name="x">A tensor with values.</param>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    [KerasExport("keras.ops.convert_to_numpy")]
    public static NumSharp.NDArray convert_to_numpy(Tensor x) => x.numpy();

    /// <summary>The tensor in another dtype, with values cut to what that dtype can hold.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    /// <param name="dtype">Element type wanted.</param>
    [KerasExport("keras.ops.saturate_cast")]
    public static Tensor saturate_cast(Tensor x, string dtype)
    {
        dtype = DTypes.Standardize(dtype);
        if (x is KerasTensor k) return Symbolic.RecordSpec("SaturateCast", [x], a => saturate_cast(a[0], dtype), new() { ["dtype"] = dtype }, new KerasTensor(k.shape, dtype));
        using var scope = new TensorScope();
        var t = Strong(x);
        var result = t.dtype == "bool" || DTypes.IsComplex(t.dtype) ? cast(t, dtype) : cast(Saturate(t, dtype), dtype);
        return ReferenceEquals(result, x) ? x : scope.Keep(result);
    }

    private static Tensor Saturate(Tensor x, string to)
    {
        var (low, high) = Range(to);
        if (DTypes.IsInt(x.dtype))
        {
            if (DTypes.IsFloat(to)) return x;
            var (ownLow, ownHigh) = Range(x.dtype);
            return Kernel.ClampInt(x, (long)Math.Max(low, ownLow), high >= ownHigh ? (long)Math.Min(ownHigh, 9.2233720368547748E18) : (long)high);
        }
        var (inLow, inHigh) = Range(x.dtype);
        // A bound that the input's dtype cannot hold moves to the next number towards zero: beyond it a cast has no defined result.
        return Kernel.Clamp(x, Toward(Math.Max(inLow, low), x.dtype, low), Toward(Math.Min(inHigh, high), x.dtype, high));
    }

    private static double Toward(double bound, string dtype, double limit)
    {
        var held = dtype switch { "float32" => (float)bound, "float16" => (double)(System.Half)bound, "bfloat16" => Bfloat(bound), _ => bound };
        if (Math.Abs(held) <= Math.Abs(limit) && double.IsFinite(held)) return held;
        return dtype switch
        {
            "float32" => held > 0 ? MathF.BitDecrement((float)held) : MathF.BitIncrement((float)held),
            "float16" => (double)(held > 0 ? System.Half.BitDecrement((System.Half)held) : System.Half.BitIncrement((System.Half)held)),
            "bfloat16" => Bfloat(held * (1 - 1.0 / 256)),
            _ => held > 0 ? Math.BitDecrement(held) : Math.BitIncrement(held),
        };
    }

    private static double Bfloat(double value) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)value) & unchecked((int)0xFFFF0000));

    private static (double Low, double High) Range(string dtype) => dtype switch
    {
        "bool" => (0, 1),
        "uint8" => (byte.MinValue, byte.MaxValue),
        "uint16" => (ushort.MinValue, ushort.MaxValue),
        "uint32" => (uint.MinValue, uint.MaxValue),
        "uint64" => (ulong.MinValue, ulong.MaxValue),
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        "int32" => (int.MinValue, int.MaxValue),
        "int64" => (long.MinValue, long.MaxValue),
        "float16" => (-65504, 65504),
        "bfloat16" => (-3.3895313892515355e38, 3.3895313892515355e38),
        "float32" => (float.MinValue, float.MaxValue),
        _ => (double.MinValue, double.MaxValue),
    };
}
