namespace Keras.Saving.Hdf5;

/// <summary>A group or dataset of a file that is read.</summary>
internal abstract class H5Object
{
    private H5AttributeCollection? _attributes;

    private protected H5Object(Hdf5File file, H5Header header, H5Group? parent, string name)
    {
        File = file;
        Header = header;
        Name = name;
        Path = parent is null ? "/" : parent.Path == "/" ? "/" + name : parent.Path + "/" + name;
    }

    /// <summary>The file.</summary>
    public Hdf5File File { get; }

    /// <summary>The path from the root: <c>/model_weights/dense</c>; the root's is <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>The last part of the path; empty for the root.</summary>
    public string Name { get; }

    /// <summary>The attributes.</summary>
    public H5AttributeCollection Attributes => _attributes ??= new H5AttributeCollection(File, Header, Path);

    private protected H5Header Header { get; }
}
