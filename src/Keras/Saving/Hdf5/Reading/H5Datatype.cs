using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>The type of an element as the file has it.</summary>
internal sealed class H5Datatype
{
    private const int MaxDepth = 8;

    private H5Datatype(H5DType type, int size)
    {
        Type = type;
        Size = size;
    }

    /// <summary>Which of the known types it is.</summary>
    public H5DType Type { get; }

    /// <summary>The bytes of an element in the file.</summary>
    public int Size { get; }

    /// <summary>Whether numbers have their high byte first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Of a string: whether an element is a reference to a text of any length.</summary>
    public bool IsVariable { get; private init; }

    /// <summary>Of a string of fixed length: 0 ends with a zero byte, 1 is filled up with zeros, 2 with spaces.</summary>
    public int Padding { get; private init; }

    /// <summary>Of a string: whether the file names UTF-8 as its character set, and not ASCII.</summary>
    public bool IsUtf8 { get; private init; }

    /// <summary>What the type is called in messages.</summary>
    public string Description { get; private init; } = "";

    /// <summary>Reads a datatype message.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message.</param>
    public static H5Datatype Read(H5Source source, ReadOnlySpan<byte> body)
    {
        var cursor = new H5Cursor(source, body, "type");
        return Read(source, ref cursor, 0);
    }

    private static H5Datatype Read(H5Source source, ref H5Cursor cursor, int depth)
    {
        if (depth > MaxDepth) throw source.Fault("a type is nested too deep; the file is damaged");
        var classAndVersion = cursor.U8();
        var version = classAndVersion >> 4;
        if (version is < 1 or > 5) throw source.Fault($"a type has version {version}, 1 to 5 are expected");
        int bits0 = cursor.U8(), bits1 = cursor.U8();
        cursor.Skip(1);
        var wideSize = cursor.U32();
        if (wideSize is 0 or > int.MaxValue) throw source.Fault($"a type has a size of {wideSize} bytes; the file is damaged");
        var size = (int)wideSize;
        switch (classAndVersion & 0x0f)
        {
            case 0:
                return Integer(ref cursor, size, bits0);
            case 1:
                return Float(ref cursor, size, bits0, bits1);
            case 3:
                return new H5Datatype(H5DType.String, size) { Padding = bits0 & 0x0f, IsUtf8 = bits0 >> 4 == 1, Description = $"string of {size} bytes" };
            case 5:
                cursor.Skip(bits0);
                return size == 2 ? new H5Datatype(H5DType.BFloat16, 2) { Description = "bfloat16" } : new H5Datatype(H5DType.Opaque, size) { Description = $"opaque of {size} bytes" };
            case 8:
                return Enumeration(source, ref cursor, size, bits0 | (bits1 << 8), version, depth);
            case 9:
                var isString = (bits0 & 0x0f) == 1;
                if (isString && size != 8 + source.AddressSize) throw source.Fault($"a string of variable length takes {size} bytes; the file is damaged");
                Read(source, ref cursor, depth + 1);
                return isString
                    ? new H5Datatype(H5DType.String, size) { IsVariable = true, IsUtf8 = (bits1 & 0x0f) == 1, Description = "string" }
                    : new H5Datatype(H5DType.Other, size) { Description = "list of variable length" };
            case var other:
                string[] names = ["", "", "date", "", "bit field", "", "compound", "reference", "", "", "array", "complex"];
                return new H5Datatype(H5DType.Other, size) { Description = other < names.Length ? names[other] : $"type of class {other}" };
        }
    }

    private static H5Datatype Integer(ref H5Cursor cursor, int size, int bits)
    {
        int offset = cursor.U16(), precision = cursor.U16();
        var signed = (bits & 8) != 0;
        var type = (offset == 0 && precision == size * 8, signed, size) switch
        {
            (true, true, 1) => H5DType.Int8,
            (true, true, 2) => H5DType.Int16,
            (true, true, 4) => H5DType.Int32,
            (true, true, 8) => H5DType.Int64,
            (true, false, 1) => H5DType.UInt8,
            (true, false, 2) => H5DType.UInt16,
            (true, false, 4) => H5DType.UInt32,
            (true, false, 8) => H5DType.UInt64,
            _ => H5DType.Other,
        };
        return new H5Datatype(type, size) { IsBigEndian = (bits & 1) != 0, Description = type == H5DType.Other ? $"integer of {precision} bits" : type.ToString() };
    }

    private static H5Datatype Float(ref H5Cursor cursor, int size, int bits0, int sign)
    {
        int offset = cursor.U16(), precision = cursor.U16(), exponentAt = cursor.U8(), exponentBits = cursor.U8(), mantissaAt = cursor.U8(), mantissaBits = cursor.U8();
        var bias = cursor.U32();
        var vax = (bits0 & 0x40) != 0;
        var whole = offset == 0 && precision == size * 8 && mantissaAt == 0 && exponentAt == mantissaBits && sign == precision - 1 && !vax && (bits0 & 0x30) == 0x20;
        var type = (whole, size, exponentBits, mantissaBits, bias) switch
        {
            (true, 2, 5, 10, 15) => H5DType.Float16,
            (true, 2, 8, 7, 127) => H5DType.BFloat16,
            (true, 4, 8, 23, 127) => H5DType.Float32,
            (true, 8, 11, 52, 1023) => H5DType.Float64,
            _ => H5DType.Other,
        };
        return new H5Datatype(type, size) { IsBigEndian = (bits0 & 1) != 0, Description = type == H5DType.Other ? $"floating-point number of {precision} bits" : type.ToString() };
    }

    /// <summary>Reads an enumeration: h5py's bool if its members are FALSE = 0 and TRUE = 1, else the integer type below it.</summary>
    private static H5Datatype Enumeration(H5Source source, ref H5Cursor cursor, int size, int members, int version, int depth)
    {
        var integer = Read(source, ref cursor, depth + 1);
        if (integer.Size != size) throw source.Fault("an enumeration and its integer type differ in size; the file is damaged");
        var names = new List<string>();
        for (var i = 0; i < members; i++)
        {
            var start = cursor.Position;
            var name = new List<byte>();
            for (byte letter; (letter = cursor.U8()) != 0;) name.Add(letter);
            if (version < 3) cursor.Align(start);
            names.Add(Encoding.UTF8.GetString([.. name]));
        }
        var values = cursor.Bytes((long)size * members);
        return size == 1 && names is ["FALSE", "TRUE"] && values is [0, 1] ? new H5Datatype(H5DType.Bool, 1) { Description = "bool" } : integer;
    }
}
