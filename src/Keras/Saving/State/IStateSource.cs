using Keras.Saving.Hdf5;

namespace Keras.Saving.State;

/// <summary>Where the state of objects is read from: one file in the layout of Keras 3, or several shards.</summary>
internal interface IStateSource : IDisposable
{
    /// <summary>The name of the file, for messages.</summary>
    string Name { get; }

    /// <summary>Whether anything is saved at a path of the tree.</summary>
    bool Has(string path);

    /// <summary>The datasets of the object at a path; empty where there are none.</summary>
    IReadOnlyDictionary<string, H5Dataset> Get(string path);
}
