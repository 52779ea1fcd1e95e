using System.Runtime.InteropServices;
using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>A named value on a group or dataset that is to be written.</summary>
internal sealed class H5Attribute
{
    /// <summary>The most bytes that the value of an attribute may have: it has to fit in a message of the object's header.</summary>
    public const int MaxBytes = 64512;

    private H5Attribute(string name, H5DType type, long[]? shape)
    {
        H5Names.Check(name, "attribute", allowSlash: true);
        Name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of an element.</summary>
    public H5DType Type { get; }

    /// <summary>The shape: empty for a scalar, null for an attribute that has a type and no value.</summary>
    public long[]? Shape { get; }

    /// <summary>Of a string: whether its character set is UTF-8 and not ASCII. It is what the file says; the bytes are UTF-8 in either case.</summary>
    public bool Utf8 { get; private init; }

    /// <summary>Of a string: the bytes of each, padded with zeros; 0 where the length is variable.</summary>
    public int FixedLength { get; private init; }

    /// <summary>The value, row-major and little-endian. Null where the strings are of variable length.</summary>
    internal byte[]? Data { get; private init; }

    /// <summary>The strings of variable length.</summary>
    internal byte[][]? VariableStrings { get; private init; }

    /// <summary>A scalar string of variable length and any size, as h5py writes a Python <c>str</c> (UTF-8) or <c>bytes</c> (ASCII).</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The text.</param>
    /// <param name="utf8">The character set that the file names.</param>
    public static H5Attribute String(string name, string value, bool utf8)
        => new(name, H5DType.String, []) { Utf8 = utf8, VariableStrings = [Encode(name, value)] };

    /// <summary>A list of strings of variable length. An empty list is an empty float64 array, which is how h5py stores an empty Python list.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="values">The texts: 4032 at most, since each takes 16 bytes of the object's header.</param>
    /// <param name="utf8">The character set that the file names.</param>
    public static H5Attribute Strings(string name, IReadOnlyList<string> values, bool utf8 = false)
    {
        if (values.Count == 0) return Numeric(name, H5DType.Float64, [0], []);
        var attribute = new H5Attribute(name, H5DType.String, [values.Count]) { Utf8 = utf8, VariableStrings = [.. values.Select(v => Encode(name, v))] };
        attribute.CheckSize(values.Count * 16L);
        return attribute;
    }

    /// <summary>A list of strings of one fixed length in bytes, padded with zeros, as h5py writes a numpy array of dtype S.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="values">The texts.</param>
    /// <param name="length">The bytes of each; the longest text's where null.</param>
    /// <param name="utf8">The character set that the file names.</param>
    public static H5Attribute FixedStrings(string name, IReadOnlyList<string> values, int? length = null, bool utf8 = false)
        => FixedStrings(name, [values.Count], [.. values.Select(v => Encode(name, v))], length, utf8);

    /// <summary>A scalar string of fixed length, as h5py writes a numpy scalar of dtype S.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The text.</param>
    /// <param name="length">Its bytes; those of the text where null.</param>
    /// <param name="utf8">The character set that the file names.</param>
    public static H5Attribute FixedString(string name, string value, int? length = null, bool utf8 = false)
        => FixedStrings(name, [], [Encode(name, value)], length, utf8);

    /// <summary>A scalar number.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">A value of one of the numeric types, or a bool.</param>
    public static H5Attribute Scalar<T>(string name, T value) where T : unmanaged
        => Numeric(name, TypeOf<T>(), [], MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray());

    /// <summary>An array of numbers of one dimension.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="values">Values of one of the numeric types, or bools.</param>
    public static H5Attribute Array<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
        => Numeric(name, TypeOf<T>(), [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An array of numbers of any shape.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="type">A numeric type.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <param name="data">The elements, row-major and little-endian.</param>
    public static H5Attribute Numeric(string name, H5DType type, long[] shape, byte[] data)
    {
        var expected = H5Encoding.ByteLength(type, shape, $"attribute '{name}'");
        if (data.LongLength != expected)
            throw new ArgumentException($"The attribute '{name}' of type {type} and shape ({string.Join(", ", shape)}) needs {expected} bytes, got {data.LongLength}.", nameof(data));
        var attribute = new H5Attribute(name, type, [.. shape]) { Data = data };
        attribute.CheckSize(data.Length);
        return attribute;
    }

    /// <summary>An attribute that has a type and no value, as h5py's <c>Empty</c>.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="type">A numeric type.</param>
    public static H5Attribute Empty(string name, H5DType type)
    {
        H5Encoding.ByteLength(type, [], $"attribute '{name}'");
        return new H5Attribute(name, type, null) { Data = [] };
    }

    private static H5Attribute FixedStrings(string name, long[] shape, byte[][] values, int? length, bool utf8)
    {
        var longest = values.Length == 0 ? 0 : values.Max(v => v.Length);
        var size = length ?? Math.Max(1, longest);
        if (size < 1 || longest > size)
            throw new ArgumentException($"The attribute '{name}' has a text of {longest} bytes, which does not fit in the fixed length {size}.", nameof(length));
        if ((long)size * values.Length > MaxBytes) throw TooLarge(name, (long)size * values.Length);
        var data = new byte[size * values.Length];
        for (var i = 0; i < values.Length; i++) values[i].CopyTo(data, i * size);
        return new H5Attribute(name, H5DType.String, shape) { Utf8 = utf8, FixedLength = size, Data = data };
    }

    private static byte[] Encode(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\0'))
            throw new ArgumentException($"The attribute '{name}' has a text with a zero character at {value.IndexOf('\0')}, which ends a string in HDF5. Remove it.", nameof(value));
        return Encoding.UTF8.GetBytes(value);
    }

    private static H5DType TypeOf<T>() => System.Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => H5DType.Float32,
        TypeCode.Double => H5DType.Float64,
        TypeCode.SByte => H5DType.Int8,
        TypeCode.Int16 => H5DType.Int16,
        TypeCode.Int32 => H5DType.Int32,
        TypeCode.Int64 => H5DType.Int64,
        TypeCode.Byte => H5DType.UInt8,
        TypeCode.UInt16 => H5DType.UInt16,
        TypeCode.UInt32 => H5DType.UInt32,
        TypeCode.UInt64 => H5DType.UInt64,
        TypeCode.Boolean => H5DType.Bool,
        _ when typeof(T) == typeof(Half) => H5DType.Float16,
        _ => throw new ArgumentException($"An attribute cannot hold {typeof(T).Name}. Give a number or a bool."),
    };

    private void CheckSize(long bytes)
    {
        if (bytes > MaxBytes) throw TooLarge(Name, bytes);
    }

    private static ArgumentException TooLarge(string name, long bytes)
        => new($"The attribute '{name}' takes {bytes} bytes of the object's header, {MaxBytes} at most fit. Split it into several attributes, or store it as a dataset.");
}
