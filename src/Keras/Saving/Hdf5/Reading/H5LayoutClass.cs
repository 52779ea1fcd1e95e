namespace Keras.Saving.Hdf5;

/// <summary>How the data of a dataset is stored.</summary>
internal enum H5LayoutClass
{
    /// <summary>In the object header.</summary>
    Compact,

    /// <summary>In one piece.</summary>
    Contiguous,

    /// <summary>In chunks, which may be compressed.</summary>
    Chunked,

    /// <summary>In other datasets. It is refused.</summary>
    Virtual,
}
