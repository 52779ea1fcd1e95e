using Keras.Utils;

namespace Keras.Datasets;

/// <summary>The bucket from which Keras downloads most of its data sets.</summary>
internal static class StorageOrigin
{
    private const string Folder = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";

    /// <summary>Path of a file of the bucket in the cache; downloaded first if need be.</summary>
    /// <param name="path">Name in the cache.</param>
    /// <param name="name">Name in the bucket.</param>
    /// <param name="hash">Expected sha256 or md5, null for none.</param>
    /// <param name="subfolder">Folder in the cache.</param>
    public static string Get(string path, string name, string? hash, string subfolder = "datasets") =>
        FileUtils.get_file(path, Folder + name, file_hash: hash, cache_subdir: subfolder);
}
