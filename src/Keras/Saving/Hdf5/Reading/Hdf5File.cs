namespace Keras.Saving.Hdf5;

/// <summary>
/// An HDF5 file that is read: groups, attributes and datasets, of any version of the format, as far as model files use it.
/// </summary>
/// <remarks>
/// Whatever is wrong with the file ends in an <see cref="InvalidDataException"/> that names the file and the fault, in bounded time and memory:
/// see README.md in this folder. Finding the way is for one thread at a time; the data of datasets can be read by several.
/// </remarks>
internal sealed class Hdf5File : IDisposable
{
    private const int MaxObjects = 2_000_000;

    private int _objectsLeft;

    private Hdf5File(H5Source source)
    {
        Source = source;
        try
        {
            Heap = new H5GlobalHeap(source);
            var root = H5Superblock.Read(source);
            _objectsLeft = (int)Math.Min(MaxObjects, 4096 + source.Length / 8);
            Root = OpenObject(root, null, "") as H5Group ?? throw source.Fault("its root is no group; the file is damaged");
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The name of the file, as it was opened.</summary>
    public string Name => Source.Name;

    /// <summary>The root group.</summary>
    public H5Group Root { get; }

    /// <summary>The bytes of the file.</summary>
    internal H5Source Source { get; }

    /// <summary>The strings of the file.</summary>
    internal H5GlobalHeap Heap { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no HDF5 file, or a damaged one.</exception>
    public static Hdf5File Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Hdf5File(new H5Source(path));
    }

    /// <summary>Opens a file in a stream, such as a member of an archive.</summary>
    /// <param name="stream">The stream, from its start. One that cannot seek is copied first: to memory, or to a temporary file where it is large.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="leaveOpen">Whether the stream stays open after this object.</param>
    /// <param name="maxLength">Of a stream that cannot seek: the bytes after which it is refused, so that an archive cannot fill the disk.</param>
    /// <exception cref="InvalidDataException">It is no HDF5 file, or a damaged one.</exception>
    public static Hdf5File Open(Stream stream, string name, bool leaveOpen = false, long maxLength = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek) return new Hdf5File(new H5Source(stream, name, leaveOpen));
        try
        {
            return new Hdf5File(new H5Source(H5Copy.Of(stream, name, maxLength), name, leaveOpen: false));
        }
        finally
        {
            if (!leaveOpen) stream.Dispose();
        }
    }

    /// <summary>Opens a file that is a part of another one, stored there as it is.</summary>
    /// <param name="path">The other file.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no HDF5 file, or a damaged one.</exception>
    public static Hdf5File Open(string path, long start, long length, string name) => new(new H5Source(path, start, length, name));

    /// <summary>Opens a file in a stream without looking at its checksums.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What to call it in messages.</param>
    internal static Hdf5File OpenUnverified(Stream stream, string name) => new(new H5Source(stream, name, leaveOpen: false) { VerifyChecksums = false });

    /// <summary>Whether a file begins as an HDF5 file does.</summary>
    /// <param name="path">The file.</param>
    public static bool IsHdf5(string path)
    {
        using var source = new H5Source(path);
        return H5Superblock.Find(source) is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    /// <summary>Opens the object of a header.</summary>
    /// <param name="address">Where its header is.</param>
    /// <param name="parent">The group it was found in; null for the root.</param>
    /// <param name="name">Its name there.</param>
    /// <returns>The group or dataset; null where it is a named type.</returns>
    internal H5Object? OpenObject(long address, H5Group? parent, string name)
    {
        if (--_objectsLeft < 0) throw Source.Fault("it has more groups and datasets than a file of this size can have; it is damaged");
        var header = H5Header.Read(Source, address);
        bool Has(int type) => header.Messages.Any(m => m.Type == type);
        if (Has(H5Message.SymbolTable) || Has(H5Message.LinkInfo)) return new H5Group(this, header, parent, name);
        if (Has(H5Message.Dataspace) && Has(H5Message.Datatype)) return new H5Dataset(this, header, parent, name);
        if (Has(H5Message.Datatype)) return null;
        throw Source.Fault($"the object '{name}' is neither a group nor a dataset; the file is damaged");
    }
}
