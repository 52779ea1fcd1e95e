namespace Keras.Saving.Hdf5;

/// <summary>Makes the error for a file that is damaged, is no HDF5 file, or uses a part of the format that is refused.</summary>
internal static class Hdf5Fault
{
    /// <summary>The error; <see cref="InvalidDataException"/> is sealed, so there is no type of its own.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="fault">What is wrong with it: a clause without a full stop.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public static InvalidDataException In(string file, string fault, Exception? inner = null) => new($"The HDF5 file '{file}' cannot be read: {fault}.", inner);
}
