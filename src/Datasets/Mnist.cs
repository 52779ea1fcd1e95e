using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>MNIST: 70,000 images of handwritten digits.</summary>
public static class Mnist
{
    private static readonly string[] IdxFiles = ["train-labels-idx1-ubyte", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte"];

    /// <summary>Loads MNIST (LeCun and Cortes, CC BY-SA 3.0); downloaded at the first use.</summary>
    /// <remarks>Where <c>mnist.npz</c> is not in the cache but the four original idx files are, in the folder <c>mnist</c> beside it (gzipped or not), those are read.</remarks>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): uint8 images (60000, 28, 28) and (10000, 28, 28) of grey values from 0 to 255, uint8 labels (60000) and (10000) from 0 to 9.</returns>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.mnist.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data(string path = "mnist.npz")
    {
        // Porting note: Keras knows the .npz only; the original files are what people have on machines without a network.
        if (OriginalFiles(path) is { } files) return IdxFile.LoadFour(files);
        var arrays = NpzFile.Load(StorageOrigin.Get(path, "mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"), "x_train", "y_train", "x_test", "y_test");
        return ((arrays[0], arrays[1]), (arrays[2], arrays[3]));
    }

    private static string[]? OriginalFiles(string path)
    {
        var folder = Path.Combine(FileUtils.ExpandUser(FileUtils.KerasHome), "datasets");
        if (File.Exists(Path.Combine(folder, path))) return null;
        var files = Array.ConvertAll(IdxFiles, name => new[] { name + ".gz", name }.Select(n => Path.Combine(folder, "mnist", n)).FirstOrDefault(File.Exists) ?? "");
        return files.Contains("") ? null : files;
    }
}
