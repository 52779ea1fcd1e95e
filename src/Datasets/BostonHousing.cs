using NumSharp;

namespace Keras.Datasets;

/// <summary>House prices in Boston in the 1970s: 506 rows.</summary>
public static class BostonHousing
{
    /// <summary>Loads the Boston housing data (StatLib); downloaded at the first use.</summary>
    /// <remarks>One of the features, B, supposes that segregation of people by skin colour raises prices. Use the data to discuss that, not as a plain example: <see cref="CaliforniaHousing"/> does as well.</remarks>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <param name="test_split">Share of the rows for the test, at least 0 and less than 1.</param>
    /// <param name="seed">Seed of the order of the rows.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): float64 features (n, 13), float64 prices (n) in 1,000 dollars.</returns>
    /// <exception cref="ArgumentException"><paramref name="test_split"/> is out of range.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.boston_housing.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data(string path = "boston_housing.npz", double test_split = 0.2, int seed = 113)
    {
        HousingTable.CheckSplit(test_split);
        return HousingTable.Load(StorageOrigin.Get(path, "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"), test_split, seed);
    }
}
