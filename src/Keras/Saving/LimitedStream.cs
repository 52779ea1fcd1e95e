namespace Keras.Saving;

/// <summary>A member of an archive that is read: no more bytes come out of it than it announces, and an error of the archive names it.</summary>
/// <param name="inner">The bytes.</param>
/// <param name="length">How many are announced.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class LimitedStream(Stream inner, long length, string name) : Stream
{
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => inner.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get => inner.CanSeek ? inner.Position : _read; set => inner.Position = value; }

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
        if (!inner.CanSeek && _read > length) throw new InvalidDataException($"{name} is longer than the {length} bytes it announces; the file is damaged.");
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

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
