namespace Keras.Saving.Hdf5;

/// <summary>What the callback of a dataset writes to: it passes the bytes on, and throws where they are more or fewer than announced.</summary>
/// <param name="inner">Where the bytes go.</param>
/// <param name="expected">How many bytes are announced.</param>
/// <param name="path">The path of the dataset, for the message.</param>
internal sealed class H5DataStream(Stream inner, long expected, string path) : Stream
{
    private long _written;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => _written; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > expected - _written)
            throw new InvalidOperationException($"The data of the dataset '{path}' is longer than the {expected} bytes that its shape needs.");
        inner.Write(buffer);
        _written += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write([value]);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Throws unless all bytes came.</summary>
    public void CheckComplete()
    {
        if (_written != expected)
            throw new InvalidOperationException($"The data of the dataset '{path}' has {_written} bytes, its shape needs {expected}.");
    }
}
