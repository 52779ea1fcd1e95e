namespace Keras.Saving.Hdf5;

/// <summary>The ways in which the chunks of a dataset can be found.</summary>
internal enum H5ChunkIndexKind
{
    /// <summary>A tree of the classic format.</summary>
    OldTree,

    /// <summary>There is one chunk.</summary>
    Single,

    /// <summary>All chunks are stored one after the other.</summary>
    Implicit,

    /// <summary>An array of a fixed length.</summary>
    FixedArray,

    /// <summary>An array that grows along one dimension.</summary>
    ExtensibleArray,

    /// <summary>A tree of the newer format.</summary>
    Tree,
}
