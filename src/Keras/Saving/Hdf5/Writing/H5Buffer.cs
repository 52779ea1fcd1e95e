using System.Buffers.Binary;

namespace Keras.Saving.Hdf5;

/// <summary>A growing array of bytes with little-endian numbers, whose parts can be filled in later.</summary>
internal sealed class H5Buffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>The bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Appends zeros, and gives the span that holds them: valid until the next call.</summary>
    public Span<byte> Skip(int count)
    {
        if (count > Array.MaxLength - Length)
            throw new NotSupportedException("The names and attributes of the file take more than 2 GB. Store large values as datasets.");
        if (count > _bytes.Length - Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, Length + (long)count)));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>Appends zeros up to a multiple of eight.</summary>
    public H5Buffer Align()
    {
        Skip(-Length & 7);
        return this;
    }

    /// <summary>Appends bytes.</summary>
    public H5Buffer Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Skip(bytes.Length));
        return this;
    }

    /// <summary>Appends bytes of one byte each.</summary>
    public H5Buffer U8(params ReadOnlySpan<byte> values) => Bytes(values);

    /// <summary>Appends a number of two bytes.</summary>
    public H5Buffer U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Skip(2), checked((ushort)value));
        return this;
    }

    /// <summary>Appends a number of four bytes.</summary>
    public H5Buffer U32(long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Skip(4), checked((uint)value));
        return this;
    }

    /// <summary>Appends a number of eight bytes; -1 is the undefined address.</summary>
    public H5Buffer I64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Skip(8), value);
        return this;
    }

    /// <summary>Replaces eight bytes.</summary>
    public void Patch(int position, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(position, 8), value);

    /// <summary>Replaces four bytes.</summary>
    public void Patch32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position, 4), value);
}
