using NumSharp;

namespace Keras.Utils;

/// <summary>NumPy's dtype names and arrays for the helpers that work on <see cref="NDArray"/> alone.</summary>
internal static class NumpyTypes
{
    private static readonly (string Name, NPTypeCode Code)[] Types =
    [
        ("bool", NPTypeCode.Boolean),
        ("int8", NPTypeCode.SByte), ("int16", NPTypeCode.Int16), ("int32", NPTypeCode.Int32), ("int64", NPTypeCode.Int64),
        ("uint8", NPTypeCode.Byte), ("uint16", NPTypeCode.UInt16), ("uint32", NPTypeCode.UInt32), ("uint64", NPTypeCode.UInt64),
        ("float16", NPTypeCode.Half), ("float32", NPTypeCode.Single), ("float64", NPTypeCode.Double),
    ];

    /// <summary>The NumSharp type of a dtype name such as <c>float32</c>.</summary>
    /// <exception cref="ArgumentException">NumSharp has no such type.</exception>
    public static NPTypeCode Parse(string dtype)
    {
        foreach (var (name, code) in Types)
        {
            if (name == dtype) return code;
        }
        throw new ArgumentException($"dtype is '{dtype}'; it must be one of {string.Join(", ", Types.Select(t => t.Name))}.", nameof(dtype));
    }

    /// <summary>True for dtypes whose values may have a fraction.</summary>
    public static bool IsFloating(NPTypeCode code) => code is NPTypeCode.Half or NPTypeCode.Single or NPTypeCode.Double;

    /// <summary>Writes a shape as Python does: <c>(3, 4)</c>, <c>(3,)</c>.</summary>
    public static string Describe(ReadOnlySpan<long> shape) => shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";
}
