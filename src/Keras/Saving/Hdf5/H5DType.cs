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
