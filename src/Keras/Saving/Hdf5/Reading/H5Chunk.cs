namespace Keras.Saving.Hdf5;

/// <summary>A chunk of a dataset in the file.</summary>
/// <param name="Start">Its place in the dataset: the index of its first element.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Length">Its bytes in the file.</param>
/// <param name="Mask">Which filters were left out.</param>
internal readonly record struct H5Chunk(long[] Start, long Address, long Length, uint Mask);
