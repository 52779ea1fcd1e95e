using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NumSharp;

namespace Keras.Datasets.Formats;

/// <summary>NumPy's description of an array: element type such as <c>&lt;f8</c>, shape and order.</summary>
/// <param name="Type">Kind letter and item size: u1, i8, f4, …; O for Python objects.</param>
/// <param name="BigEndian">Whether the bytes of each element are in big-endian order.</param>
/// <param name="Shape">Size of each dimension.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
internal sealed record ArrayDescription(string Type, bool BigEndian, long[] Shape, bool FortranOrder)
{
    /// <summary>Splits a type such as <c>&lt;i8</c> or <c>|u1</c>.</summary>
    public static ArrayDescription Parse(string descr, long[] shape, bool fortranOrder)
    {
        var order = descr.Length > 0 && descr[0] is '<' or '>' or '|' or '=' ? descr[0] : '=';
        return new ArrayDescription(descr.TrimStart('<', '>', '|', '='), order == '>', shape, fortranOrder);
    }

    /// <summary>Number of elements; 2^40 or more is taken for damage.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (var size in Shape)
            {
                if (size < 0 || (count > 0 && size > (1L << 40) / count)) throw new InvalidDataException($"An array has the impossible shape ({string.Join(", ", Shape)}).");
                count *= size;
            }
            return count;
        }
    }

    /// <summary>Bytes of all elements.</summary>
    public long ByteCount => Count * ItemSize;

    private int ItemSize => Type switch
    {
        "b1" or "u1" or "i1" => 1,
        "u2" or "i2" or "f2" => 2,
        "u4" or "i4" or "f4" => 4,
        "u8" or "i8" or "f8" => 8,
        _ => throw new InvalidDataException($"Arrays of NumPy type '{Type}' cannot be read; only booleans, integers and floats can."),
    };

    /// <summary>Makes the array from its bytes.</summary>
    public NDArray Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ByteCount) throw new InvalidDataException($"An array of shape ({string.Join(", ", Shape)}) and type {Type} needs {ByteCount} bytes; there are {bytes.Length}.");
        bytes = bytes[..checked((int)ByteCount)];
        return Type switch
        {
            "b1" => Make<bool>(bytes),
            "u1" => Make<byte>(bytes),
            "i1" => Make<sbyte>(bytes),
            "u2" => Make<ushort>(bytes),
            "i2" => Make<short>(bytes),
            "f2" => Make<Half>(bytes),
            "u4" => Make<uint>(bytes),
            "i4" => Make<int>(bytes),
            "f4" => Make<float>(bytes),
            "u8" => Make<ulong>(bytes),
            "i8" => Make<long>(bytes),
            _ => Make<double>(bytes),
        };
    }

    private NDArray Make<T>(ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        var values = new T[Count];
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(target);
        if (BigEndian == BitConverter.IsLittleEndian) Swap(target, ItemSize);
        if (!FortranOrder || Shape.Length < 2) return new NDArray(values, new Shape(Shape));
        return np.transpose(new NDArray(values, new Shape([.. Shape.Reverse()]))).copy();
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }
}
