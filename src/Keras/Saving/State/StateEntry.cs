using Keras.Saving.Hdf5;

namespace Keras.Saving.State;

/// <summary>The variables of one object in a file of Keras 3: the group <c>path/vars</c>.</summary>
/// <param name="Path">Where the object is in the tree; empty for the model itself.</param>
/// <param name="Name">The object's own name, kept for readers.</param>
/// <param name="Variables">The datasets by key, which is a number from zero.</param>
internal sealed record StateEntry(string Path, string Name, IReadOnlyList<(string Key, H5DatasetNode Data)> Variables)
{
    /// <summary>The path of the group that holds the datasets.</summary>
    internal string Group => Path.Length == 0 ? "vars" : Path + "/vars";
}
