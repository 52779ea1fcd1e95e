namespace Keras.Saving.Hdf5;

/// <summary>Facts about <see cref="H5DType"/>.</summary>
internal static class H5DTypeExtensions
{
    /// <summary>The bytes of an element of a numeric type; 0 for a type whose size is not given by its name.</summary>
    public static int Size(this H5DType type) => type switch
    {
        H5DType.Int8 or H5DType.UInt8 or H5DType.Bool => 1,
        H5DType.Float16 or H5DType.BFloat16 or H5DType.Int16 or H5DType.UInt16 => 2,
        H5DType.Float32 or H5DType.Int32 or H5DType.UInt32 => 4,
        H5DType.Float64 or H5DType.Int64 or H5DType.UInt64 => 8,
        _ => 0,
    };
}
