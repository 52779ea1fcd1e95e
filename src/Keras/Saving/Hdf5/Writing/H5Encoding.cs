namespace Keras.Saving.Hdf5;

/// <summary>The messages that describe types and shapes, as libhdf5 writes them by default.</summary>
internal static class H5Encoding
{
    /// <summary>The bytes that a shape of a numeric type takes.</summary>
    /// <param name="type">The type of an element.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="what">What it is of, for the message.</param>
    /// <exception cref="ArgumentException">The type is no numeric one, a dimension is negative, there are more than 32, or the product is past 2^63.</exception>
    public static long ByteLength(H5DType type, IReadOnlyList<long> shape, string what)
    {
        if (type.Size() == 0) throw new ArgumentException($"The {what} cannot be written with the type {type}: only numbers and bools can.", nameof(type));
        if (shape.Count > 32) throw new ArgumentException($"The {what} has {shape.Count} dimensions, HDF5 allows 32.", nameof(shape));
        if (shape.Any(d => d < 0)) throw new ArgumentException($"The {what} has the shape ({string.Join(", ", shape)}), a dimension must not be negative.", nameof(shape));
        if (shape.Contains(0)) return 0;
        long bytes = type.Size();
        foreach (var dimension in shape)
        {
            if (dimension > long.MaxValue / bytes) throw new ArgumentException($"The {what} has the shape ({string.Join(", ", shape)}), which is too large.", nameof(shape));
            bytes *= dimension;
        }
        return bytes;
    }

    /// <summary>Appends the datatype message of a numeric type.</summary>
    public static void Type(H5Buffer buffer, H5DType type)
    {
        switch (type)
        {
            case H5DType.Float16:
                Float(buffer, 2, sign: 15, exponentAt: 10, exponentBits: 5, mantissaBits: 10, bias: 15);
                break;
            case H5DType.Float32:
                Float(buffer, 4, sign: 31, exponentAt: 23, exponentBits: 8, mantissaBits: 23, bias: 127);
                break;
            case H5DType.Float64:
                Float(buffer, 8, sign: 63, exponentAt: 52, exponentBits: 11, mantissaBits: 52, bias: 1023);
                break;
            case H5DType.Int8 or H5DType.Int16 or H5DType.Int32 or H5DType.Int64:
                buffer.U8(0x10, 0x08, 0, 0).U32(type.Size()).U16(0).U16(type.Size() * 8);
                break;
            case H5DType.UInt8 or H5DType.UInt16 or H5DType.UInt32 or H5DType.UInt64:
                buffer.U8(0x10, 0x00, 0, 0).U32(type.Size()).U16(0).U16(type.Size() * 8);
                break;
            case H5DType.Bool:
                buffer.U8(0x18, 2, 0, 0).U32(1);                                // an enumeration of two members
                Type(buffer, H5DType.Int8);
                buffer.Bytes("FALSE\0\0\0TRUE\0\0\0\0"u8).U8(0, 1);
                break;
            case H5DType.BFloat16:
                buffer.U8(0x15, 0, 0, 0).U32(2);                                // opaque, with an empty tag
                break;
            default:
                throw new ArgumentException($"The type {type} cannot be written.", nameof(type));
        }
    }

    /// <summary>Appends the datatype message of a string.</summary>
    /// <param name="buffer">Where to append.</param>
    /// <param name="fixedLength">The bytes of the string, padded with zeros; 0 where its length is variable.</param>
    /// <param name="utf8">The character set.</param>
    public static void StringType(H5Buffer buffer, int fixedLength, bool utf8)
    {
        var charset = (byte)(utf8 ? 1 : 0);
        if (fixedLength > 0)
        {
            buffer.U8(0x13, (byte)(0x01 | (charset << 4)), 0, 0).U32(fixedLength);
            return;
        }
        buffer.U8(0x19, 0x01, charset, 0).U32(16);
        Type(buffer, H5DType.UInt8);
    }

    /// <summary>Appends the dataspace message of a shape; null is the empty dataspace.</summary>
    public static void Space(H5Buffer buffer, IReadOnlyList<long>? shape)
    {
        if (shape is null)
        {
            buffer.U8(2, 0, 0, 2);                                              // only version 2 knows an empty dataspace
            return;
        }
        buffer.U8(1, (byte)shape.Count, (byte)(shape.Count > 0 ? 1 : 0), 0).U32(0);
        foreach (var dimension in shape) buffer.I64(dimension);
        foreach (var dimension in shape) buffer.I64(dimension);                 // the largest dimensions: the same
    }

    private static void Float(H5Buffer buffer, int size, byte sign, byte exponentAt, byte exponentBits, byte mantissaBits, int bias)
        => buffer.U8(0x11, 0x20, sign, 0).U32(size).U16(0).U16(size * 8).U8(exponentAt, exponentBits, 0, mantissaBits).U32(bias);
}
