using System.Buffers.Binary;
using System.Numerics;

namespace Keras.Callbacks.TensorBoardEvents;

/// <summary>A file of records in TensorFlow's framing: length, its checksum, the bytes, their checksum.</summary>
internal sealed class RecordFile : IDisposable
{
    private readonly FileStream _file;

    internal RecordFile(string path) => _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    internal void Write(ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedChecksum(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedChecksum(record));
        _file.Write(head);
        _file.Write(record);
        _file.Write(tail);
    }

    internal void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    // The mask keeps the checksum of bytes that hold checksums themselves from being weak.
    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
