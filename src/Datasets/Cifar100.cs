using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>CIFAR-100: 60,000 small colour images of 100 kinds of things in 20 groups.</summary>
public static class Cifar100
{
    /// <summary>Loads CIFAR-100 (Krizhevsky, 2009); downloaded at the first use (169 MB).</summary>
    /// <param name="label_mode"><c>fine</c> for 100 classes, <c>coarse</c> for the 20 groups.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): uint8 images (50000, 32, 32, 3) and (10000, 32, 32, 3), int64 labels (50000, 1) and (10000, 1).</returns>
    /// <exception cref="ArgumentException"><paramref name="label_mode"/> is another word.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    [KerasExport("keras.datasets.cifar100.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data(string label_mode = "fine")
    {
        if (label_mode is not ("fine" or "coarse")) throw new ArgumentException($"cifar100.load_data: label_mode is '{label_mode}'; it must be 'fine' or 'coarse'.", nameof(label_mode));
        var folder = FileUtils.get_file("cifar-100-python-target", "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz", extract: true,
            file_hash: "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7");
        return Load(Path.Combine(folder, "cifar-100-python"), label_mode);
    }

    /// <summary>Reads the two files of a folder.</summary>
    internal static ((NDArray, NDArray), (NDArray, NDArray)) Load(string folder, string labelMode) =>
        (Read(Path.Combine(folder, "train"), labelMode), Read(Path.Combine(folder, "test"), labelMode));

    private static (NDArray, NDArray) Read(string path, string labelMode)
    {
        var (images, labels) = CifarBatch.Load(path, labelMode + "_labels");
        return (new NDArray(images, new Shape(labels.Length, 32, 32, 3)), new NDArray(Array.ConvertAll(labels, l => (long)l), new Shape(labels.Length, 1)));
    }
}
