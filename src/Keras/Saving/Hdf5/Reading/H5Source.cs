using Microsoft.Win32.SafeHandles;

namespace Keras.Saving.Hdf5;

/// <summary>
/// The bytes of an HDF5 file. Every address in the file is checked here, and what is read to find the way (not the data of datasets) is
/// counted, so that a damaged or hostile file that sends the reader round and round ends in an error and not in a hang.
/// </summary>
internal sealed class H5Source : IDisposable
{
    private const int WindowSize = 1 << 14;

    /// <summary>The bytes of data that a thread reads before it takes the next.</summary>
    private const int PieceSize = 1 << 20;

    private readonly SafeFileHandle? _handle;
    private readonly Stream? _stream;
    private readonly bool _leaveOpen;
    private readonly Lock _lock = new();
    private readonly byte[] _window = new byte[WindowSize];
    private long _windowStart;
    private int _windowLength;
    private long _budget;
    private long _base;
    private readonly long _start;
    private readonly long _partLength;
    private H5ReadChecksum? _checksum;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    public H5Source(string path)
    {
        Name = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(_handle);
        _budget = Budget(Length);
    }

    /// <summary>Opens a part of a file, such as a member that an archive stores as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    public H5Source(string path, long start, long length, string name) : this(path)
    {
        Name = name;
        if (start < 0 || length < 0 || length > Length - start)
        {
            Dispose();
            throw Fault("it is not complete");
        }
        _base = _start = start;
        Length = _partLength = length;
        _budget = Budget(length);
        _checksum = new H5ReadChecksum();
    }

    /// <summary>Reads from a stream, from its start.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="leaveOpen">Whether the stream stays open after this object.</param>
    public H5Source(Stream stream, string name, bool leaveOpen)
    {
        Name = name;
        _stream = stream;
        _leaveOpen = leaveOpen;
        Length = stream.Length;
        _budget = Budget(Length);
    }

    /// <summary>The name of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>The bytes of the file from the superblock on: addresses are below it.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes of an address in the file.</summary>
    public int AddressSize { get; set; } = 8;

    /// <summary>The bytes of a length in the file.</summary>
    public int LengthSize { get; set; } = 8;

    /// <summary>Whether checksums must match. Tests turn it off, to reach what an attacker reaches who computes them.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Makes the error that says what is wrong with the file.</summary>
    public InvalidDataException Fault(string fault) => Hdf5Fault.In(Name, fault);

    /// <summary>Makes addresses count from a place in the file: where its superblock is.</summary>
    public void SetBase(long start)
    {
        _base += start;
        Length -= start;
        _windowLength = 0;
    }

    /// <summary>Reads a part of the structure.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="what">What it is, for the message.</param>
    public byte[] Read(long address, long count, string what)
    {
        Check(address, count, what);
        if (count > Array.MaxLength) throw Fault($"the {what} at address {address} has {count} bytes, which is too large");
        var bytes = new byte[count];
        Read(address, bytes, what);
        return bytes;
    }

    /// <summary>Reads a part of the structure.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="what">What it is, for the message.</param>
    public void Read(long address, Span<byte> destination, string what)
    {
        Check(address, destination.Length, what);
        lock (_lock)
        {
            // 1. Small parts count for more than their bytes, because each costs some time.
            Spend(destination.Length + 64);

            // 2. Small parts come through a window, since neighbours are mostly read one after the other.
            if (destination.Length > WindowSize / 2)
            {
                ReadExactly(address, destination, what);
                return;
            }
            if (address < _windowStart || address + destination.Length > _windowStart + _windowLength)
            {
                _windowLength = 0;
                var count = (int)Math.Min(WindowSize, Length - address);
                ReadExactly(address, _window.AsSpan(0, count), what);
                (_windowStart, _windowLength) = (address, count);
            }
            _window.AsSpan((int)(address - _windowStart), destination.Length).CopyTo(destination);
        }
    }

    /// <summary>Counts bytes of structure that are read, and throws where they are far more than the file has.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Spend(long bytes)
    {
        if (Interlocked.Add(ref _budget, -bytes) < 0) throw Fault("parts of it are read again and again without end, so it is damaged");
    }

    /// <summary>Reads data of a dataset. Several threads may do so at once.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="what">What it is, for the message.</param>
    public void ReadData(long address, Span<byte> destination, string what)
    {
        Check(address, destination.Length, what);
        if (_checksum is { } checksum)
        {
            ReadWithChecksum(address, destination, what, checksum);
            return;
        }
        if (_handle is not null)
        {
            ReadExactly(address, destination, what);
            return;
        }
        lock (_lock) ReadExactly(address, destination, what);
    }

    /// <summary>Reads data of a dataset into native memory; much of it by several threads, because one alone does not read as fast as the memory takes it.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="what">What it is, for the message.</param>
    public unsafe void ReadData(long address, byte* destination, long count, string what)
    {
        Check(address, count, what);
        var to = (nint)destination;
        Pieces.Run((count + PieceSize - 1) / PieceSize, IsParallel, piece =>
        {
            var start = piece * PieceSize;
            ReadData(address + start, new Span<byte>((byte*)to + start, (int)Math.Min(PieceSize, count - start)), what);
        });
    }

    /// <summary>Whether several threads can read at the same time.</summary>
    internal bool IsParallel => _handle is not null;

    /// <summary>Throws where the checksum of a part of a file is another than it should be. What was read already is not read again.</summary>
    /// <param name="expected">What the checksum should be.</param>
    public void RequireChecksum(uint expected)
    {
        if (_checksum is not { } checksum) return;
        _checksum = null;
        var found = checksum.Of(_partLength, (start, destination) => ReadExactly(_start - _base + start, destination, "data"));
        if (found != expected) throw Fault($"its checksum is {found:x8}, expected {expected:x8}; it is damaged. Load it from another copy, or save it again");
    }

    /// <summary>Throws where a part of the file is not in the file.</summary>
    /// <param name="address">Where it is said to be.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="what">What it is, for the message.</param>
    public void Check(long address, long count, string what)
    {
        if (address < 0 || count < 0 || address > Length || count > Length - address)
            throw Fault($"the {what} should be at {address} with {count} bytes, but the file has only {Length}; it is damaged or not complete");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle?.Dispose();
        if (!_leaveOpen) _stream?.Dispose();
    }

    private static long Budget(long length) => (256L << 20) + Math.Min(4 * length, 4L << 30);

    private void ReadWithChecksum(long address, Span<byte> destination, string what, H5ReadChecksum checksum)
    {
        uint crc = 0;
        for (var done = 0; done < destination.Length; done += H5ReadChecksum.BlockSize)
        {
            var block = destination[done..Math.Min(destination.Length, done + H5ReadChecksum.BlockSize)];
            ReadExactly(address + done, block, what);
            crc = Crc32.Append(crc, block);
        }
        checksum.Add(_base - _start + address, destination.Length, crc);
    }

    private void ReadExactly(long address, Span<byte> destination, string what)
    {
        if (_stream is not null)
        {
            _stream.Position = _base + address;
            if (_stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) == destination.Length) return;
            throw Fault($"it ended while the {what} was read");
        }
        for (var done = 0; done < destination.Length;)
        {
            var count = RandomAccess.Read(_handle!, destination[done..], _base + address + done);
            if (count == 0) throw Fault($"it ended while the {what} was read");
            done += count;
        }
    }
}
