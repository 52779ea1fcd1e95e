namespace Keras.Saving.Hdf5;

/// <summary>The element types that model files hold.</summary>
internal enum H5DType
{
    /// <summary>A type that is none of the others: compound, reference, array, date, odd bit widths. It can be listed, not read.</summary>
    Other,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16,

    /// <summary>The upper half of a float32, 2 bytes. h5py stores it as an opaque type of size 2.</summary>
    BFloat16,

    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    Float64,

    /// <summary>Signed, 1 byte.</summary>
    Int8,

    /// <summary>Signed, 2 bytes.</summary>
    Int16,

    /// <summary>Signed, 4 bytes.</summary>
    Int32,

    /// <summary>Signed, 8 bytes.</summary>
    Int64,

    /// <summary>Unsigned, 1 byte.</summary>
    UInt8,

    /// <summary>Unsigned, 2 bytes.</summary>
    UInt16,

    /// <summary>Unsigned, 4 bytes.</summary>
    UInt32,

    /// <summary>Unsigned, 8 bytes.</summary>
    UInt64,

    /// <summary>One byte, 0 or 1. h5py stores it as an enumeration of FALSE and TRUE over int8.</summary>
    Bool,

    /// <summary>Bytes without a meaning, of any size but 2.</summary>
    Opaque,

    /// <summary>Text, of fixed or variable length.</summary>
    String,
}

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
