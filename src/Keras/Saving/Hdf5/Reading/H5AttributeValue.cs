using System.Buffers.Binary;

namespace Keras.Saving.Hdf5;

/// <summary>An attribute that was read: its type, shape and value.</summary>
internal sealed class H5AttributeValue
{
    private readonly Hdf5File _file;
    private readonly H5Datatype _type;
    private readonly H5Dataspace _space;
    private readonly ReadOnlyMemory<byte> _data;
    private string[]? _strings;

    private H5AttributeValue(Hdf5File file, string name, H5Datatype type, H5Dataspace space, ReadOnlyMemory<byte> data)
    {
        _file = file;
        Name = name;
        _type = type;
        _space = space;
        _data = data;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of an element.</summary>
    public H5DType DType => _type.Type;

    /// <summary>The shape: empty for a scalar, null for an attribute that has a type and no value.</summary>
    public IReadOnlyList<long>? Shape => _space.Shape;

    /// <summary>Of a string: whether the file names UTF-8 as its character set, and not ASCII.</summary>
    public bool IsUtf8 => _type.IsUtf8;

    /// <summary>Of a string: the bytes of each; null where the length is variable.</summary>
    public int? FixedLength => _type.IsVariable ? null : _type.Size;

    /// <summary>Reads an attribute message.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header of the object, for types that are stored elsewhere.</param>
    /// <param name="body">The message.</param>
    public static H5AttributeValue Read(Hdf5File file, H5Header header, ReadOnlyMemory<byte> body)
    {
        // 1. The sizes of the parts. Version 1 fills each part up to a multiple of eight bytes.
        var cursor = new H5Cursor(file.Source, body.Span, "attribute");
        var version = cursor.U8();
        if (version is < 1 or > 3) throw file.Source.Fault($"an attribute has version {version}, 1 to 3 are expected");
        var flags = cursor.U8();
        int nameSize = cursor.U16(), typeSize = cursor.U16(), spaceSize = cursor.U16();
        if (version == 3) cursor.Skip(1);

        // 2. The parts. A type or shape can be stored in another object.
        var name = H5Strings.UpToZero(Part(ref cursor, nameSize));
        var typeBody = Part(ref cursor, typeSize);
        if (version > 1 && (flags & 1) != 0) typeBody = header.Shared(typeBody, H5Message.Datatype).Span;
        var type = H5Datatype.Read(file.Source, typeBody);
        var spaceBody = Part(ref cursor, spaceSize);
        if (version > 1 && (flags & 2) != 0) spaceBody = header.Shared(spaceBody, H5Message.Dataspace).Span;
        var space = H5Dataspace.Read(file.Source, spaceBody);

        // 3. The value.
        if (space.Count is not { } count || count > cursor.Remaining / type.Size)
            throw file.Source.Fault($"the attribute '{name}' is shorter than its shape ({string.Join(", ", space.Shape ?? [])}) says; the file is damaged");
        return new H5AttributeValue(file, name, type, space, body.Slice(cursor.Position, (int)count * type.Size));

        ReadOnlySpan<byte> Part(ref H5Cursor from, int size)
        {
            var part = from.Bytes(size);
            if (version == 1) from.Skip(-size & 7);
            return part;
        }
    }

    /// <summary>The strings; one for a scalar. An empty array of any type is an empty list, since that is how h5py stores one.</summary>
    /// <exception cref="InvalidDataException">The attribute holds no strings.</exception>
    public string[] ReadStrings()
    {
        if (_space.Count == 0) return [];
        if (_type.Type == H5DType.String) return [.. _strings ??= H5Strings.Decode(_file, _type, _space.Count!.Value, _data.Span)];
        throw _file.Source.Fault($"the attribute '{Name}' is {_type.Description}, text is expected");
    }

    /// <summary>The string: a scalar, or an array of one.</summary>
    /// <exception cref="InvalidDataException">The attribute holds no string, or several.</exception>
    public string ReadString() => ReadStrings() is [var only] ? only
        : throw _file.Source.Fault($"the attribute '{Name}' has the shape ({string.Join(", ", _space.Shape ?? [])}), a single text is expected");

    /// <summary>The numbers, converted to double; one for a scalar.</summary>
    /// <exception cref="InvalidDataException">The attribute holds no numbers.</exception>
    public double[] ReadNumbers()
    {
        var size = _type.Type.Size();
        if (size == 0) throw _file.Source.Fault($"the attribute '{Name}' is {_type.Description}, numbers are expected");
        var bytes = _data.ToArray();
        if (_type.IsBigEndian) for (var i = 0; i < bytes.Length; i += size) bytes.AsSpan(i, size).Reverse();
        var numbers = new double[bytes.Length / size];
        for (var i = 0; i < numbers.Length; i++)
        {
            var part = bytes.AsSpan(i * size, size);
            numbers[i] = _type.Type switch
            {
                H5DType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(part),
                H5DType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(part) << 16),
                H5DType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(part),
                H5DType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(part),
                H5DType.Int8 => (sbyte)part[0],
                H5DType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(part),
                H5DType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(part),
                H5DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(part),
                H5DType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(part),
                H5DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(part),
                H5DType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(part),
                _ => part[0],                                                   // UInt8, Bool
            };
        }
        return numbers;
    }
}
