using System.Buffers.Binary;

namespace Keras.Saving.Hdf5;

/// <summary>Reads little-endian numbers one after the other, and never past the end of a structure.</summary>
/// <param name="source">The file.</param>
/// <param name="bytes">The structure.</param>
/// <param name="what">What it is, for the message.</param>
internal ref struct H5Cursor(H5Source source, ReadOnlySpan<byte> bytes, string what)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Reads bytes.</summary>
    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > Remaining) throw source.Fault($"the {what} is shorter than it says");
        var part = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return part;
    }

    /// <summary>Leaves bytes out.</summary>
    public void Skip(long count) => Bytes(count);

    /// <summary>Leaves bytes out up to a multiple of eight, counted from a position.</summary>
    public void Align(int from) => Skip(-(Position - from) & 7);

    /// <summary>Reads a number of one byte.</summary>
    public byte U8() => Bytes(1)[0];

    /// <summary>Reads a number of two bytes.</summary>
    public int U16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>Reads a number of four bytes.</summary>
    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>Reads a number of some bytes, 8 at most. One that is past 2^63 is refused.</summary>
    public long Number(int size)
    {
        var value = Raw(size);
        return value <= long.MaxValue ? (long)value : throw source.Fault($"the {what} has a number of {value}, which is too large");
    }

    /// <summary>Reads a length.</summary>
    public long Length() => Number(source.LengthSize);

    /// <summary>Reads an address; -1 is the undefined one.</summary>
    public long Address()
    {
        var value = Raw(source.AddressSize);
        if (value == ulong.MaxValue >> (64 - 8 * source.AddressSize)) return -1;
        return value <= long.MaxValue ? (long)value : throw source.Fault($"the {what} has an address of {value}, which is not in the file");
    }

    /// <summary>Reads a signature, and throws where it is another.</summary>
    public void Signature(ReadOnlySpan<byte> expected)
    {
        if (!Bytes(expected.Length).SequenceEqual(expected)) throw source.Fault($"there is no {what} where one should be; the file is damaged");
    }

    /// <summary>Reads a version, and throws where it is another.</summary>
    public void Version(byte expected)
    {
        var version = U8();
        if (version != expected) throw source.Fault($"the {what} has version {version}, {expected} is expected");
    }

    private ulong Raw(int size)
    {
        var part = Bytes(size);
        ulong value = 0;
        for (var i = size - 1; i >= 0; i--) value = (value << 8) | part[i];
        return value;
    }
}
