using NumSharp;

namespace Keras;

/// <summary>Forms of NumPy that tutorials use and NumSharp has under other types of arguments.</summary>
public static class ArrayExtensions
{
    /// <summary>NumPy's <c>x.astype("float32")</c>.</summary>
    /// <param name="array">An array.</param>
    /// <param name="dtype">Name of an element type, as NumPy spells it.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static NDArray astype(this NDArray array, string dtype)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array.astype(dtype switch
        {
            "float16" => NPTypeCode.Half,
            "float32" => NPTypeCode.Single,
            "float64" or "float" => NPTypeCode.Double,
            "int8" => NPTypeCode.SByte,
            "int16" => NPTypeCode.Int16,
            "int32" => NPTypeCode.Int32,
            "int64" or "int" => NPTypeCode.Int64,
            "uint8" => NPTypeCode.Byte,
            "uint16" => NPTypeCode.UInt16,
            "uint32" => NPTypeCode.UInt32,
            "uint64" => NPTypeCode.UInt64,
            "bool" => NPTypeCode.Boolean,
            _ => throw new ArgumentException($"Unknown dtype '{dtype}'. Known: float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool.", nameof(dtype)),
        });
    }

    /// <summary>NumPy's <c>np.random.random((2, 3))</c>: numbers from 0 to 1.</summary>
    /// <param name="random"><c>np.random</c>.</param>
    /// <param name="size">Shape of the array.</param>
    public static NDArray random(this NumPyRandom random, TensorShape size)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.random(size.ToLongs());
    }
}
