using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>CIFAR-10: 60,000 small colour images of 10 kinds of things.</summary>
public static class Cifar10
{
    private const int BatchSize = 10000;
    private const int TrainingBatches = 5;

    /// <summary>Loads CIFAR-10 (Krizhevsky, 2009); downloaded at the first use (170 MB).</summary>
    /// <remarks>The classes are: 0 airplane, 1 automobile, 2 bird, 3 cat, 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 truck.</remarks>
    /// <returns>((x_train, y_train), (x_test, y_test)): uint8 images (50000, 32, 32, 3) and (10000, 32, 32, 3), uint8 labels (50000, 1) and (10000, 1) from 0 to 9.</returns>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    [KerasExport("keras.datasets.cifar10.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data()
    {
        var folder = FileUtils.get_file("cifar-10-batches-py-target", "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", extract: true,
            file_hash: "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce");
        return Load(Path.Combine(folder, "cifar-10-batches-py"), BatchSize);
    }

    /// <summary>Reads the batch files of a folder.</summary>
    internal static ((NDArray, NDArray), (NDArray, NDArray)) Load(string folder, int batchSize)
    {
        var images = new byte[TrainingBatches * batchSize * CifarBatch.ImageSize];
        var labels = new byte[TrainingBatches * batchSize];
        for (var i = 0; i < TrainingBatches; i++)
        {
            var path = Path.Combine(folder, $"data_batch_{i + 1}");
            var (batchImages, batchLabels) = CifarBatch.Load(path, "labels");
            if (batchLabels.Length != batchSize) throw new InvalidDataException($"The CIFAR batch {path} has {batchLabels.Length} images; expected {batchSize}.");
            batchImages.CopyTo(images, i * batchSize * CifarBatch.ImageSize);
            Bytes(batchLabels).CopyTo(labels, i * batchSize);
        }
        var (testImages, testLabels) = CifarBatch.Load(Path.Combine(folder, "test_batch"), "labels");
        return (Pair(images, labels), Pair(testImages, Bytes(testLabels)));
    }

    private static byte[] Bytes(int[] labels) => Array.ConvertAll(labels, l => (byte)l);

    private static (NDArray, NDArray) Pair(byte[] images, byte[] labels) =>
        (new NDArray(images, new Shape(labels.Length, 32, 32, 3)), new NDArray(labels, new Shape(labels.Length, 1)));
}
