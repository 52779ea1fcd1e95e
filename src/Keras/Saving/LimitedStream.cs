namespace Keras.Saving;

/// <summary>A member of an archive that is read from its start: exactly the bytes come out of it that it announces, and an error of the archive names it.</summary>
/// <param name="inner">The bytes.</param>
/// <param name="length">How many are announced.</param>
/// <param name="checksum">Their checksum.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class LimitedStream(Stream inner, long length, uint checksum, string name) : Stream
{
    private long _read;
    private uint _crc;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name} is damaged: {e.Message}", e);
        }
        _read += count;
        _crc = Crc32.Append(_crc, buffer[..count]);
        if (_read > length) throw new InvalidDataException($"{name} is longer than the {length} bytes it announces; the file is damaged.");
        if (count == 0 && buffer.Length > 0 && _read < length) throw new InvalidDataException($"{name} has only {_read} of the {length} bytes it announces; the file is damaged.");
        if (_read == length && _crc != checksum) throw new InvalidDataException($"{name} is damaged: its checksum is {_crc:x8}, expected {checksum:x8}. Load it from another copy, or save it again.");
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
