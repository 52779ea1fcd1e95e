using Keras.Datasets.Formats;
using NumSharp;

namespace Keras.Datasets;

/// <summary>Fashion-MNIST: 70,000 images of clothes, shoes and bags.</summary>
public static class FashionMnist
{
    private static readonly string[] Files = ["train-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz"];

    /// <summary>Loads Fashion-MNIST (Zalando, MIT licence); downloaded at the first use to <c>~/.keras/datasets/fashion-mnist</c>.</summary>
    /// <remarks>The classes are: 0 T-shirt/top, 1 Trouser, 2 Pullover, 3 Dress, 4 Coat, 5 Sandal, 6 Shirt, 7 Sneaker, 8 Bag, 9 Ankle boot.</remarks>
    /// <returns>((x_train, y_train), (x_test, y_test)): uint8 images (60000, 28, 28) and (10000, 28, 28) of grey values from 0 to 255, uint8 labels (60000) and (10000) from 0 to 9.</returns>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    [KerasExport("keras.datasets.fashion_mnist.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data() =>
        IdxFile.LoadFour(Array.ConvertAll(Files, name => StorageOrigin.Get(name, name, hash: null, Path.Combine("datasets", "fashion-mnist"))));
}
