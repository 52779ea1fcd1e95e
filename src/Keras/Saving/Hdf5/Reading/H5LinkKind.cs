namespace Keras.Saving.Hdf5;

/// <summary>What a link leads to.</summary>
internal enum H5LinkKind
{
    /// <summary>An object of the file, by address.</summary>
    Hard,

    /// <summary>An object of the file, by path.</summary>
    Soft,

    /// <summary>An object of another file, or something that a program defined. It is never followed.</summary>
    External,
}
