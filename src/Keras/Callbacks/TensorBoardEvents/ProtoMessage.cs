using System.Buffers.Binary;
using System.Text;

namespace Keras.Callbacks.TensorBoardEvents;

/// <summary>A message in the wire format of protocol buffers, written field by field.</summary>
internal sealed class ProtoMessage
{
    private readonly MemoryStream _bytes = new();

    internal byte[] ToArray() => _bytes.ToArray();

    internal ProtoMessage Integer(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    internal ProtoMessage Double(int field, double value)
    {
        Varint((ulong)field << 3 | 1);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
        _bytes.Write(eight);
        return this;
    }

    internal ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    internal ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal ProtoMessage Message(int field, ProtoMessage value) => Bytes(field, value.ToArray());

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
