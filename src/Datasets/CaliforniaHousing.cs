using NumSharp;

namespace Keras.Datasets;

/// <summary>House prices in California in 1990: 20,640 districts.</summary>
public static class CaliforniaHousing
{
    private const int SmallSize = 600;

    /// <summary>Loads the California housing data (StatLib); downloaded at the first use.</summary>
    /// <remarks>The features of a district are: median income, median house age, average rooms, average bedrooms, population, average household members, latitude, longitude.</remarks>
    /// <param name="version"><c>large</c> for all 20,640 rows, <c>small</c> for the first 600.</param>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <param name="test_split">Share of the rows for the test, at least 0 and less than 1.</param>
    /// <param name="seed">Seed of the order of the rows.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): features (n, 8) and median prices (n) in dollars.</returns>
    /// <exception cref="ArgumentException"><paramref name="version"/> is another word, or <paramref name="test_split"/> is out of range.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.california_housing.load_data")]
    public static ((NDArray x_train, NDArray y_train), (NDArray x_test, NDArray y_test)) load_data(string version = "large", string path = "california_housing.npz", double test_split = 0.2, int seed = 113)
    {
        HousingTable.CheckSplit(test_split);
        if (version is not ("small" or "large")) throw new ArgumentException($"california_housing.load_data: version is '{version}'; it must be 'small' or 'large'.", nameof(version));
        var file = StorageOrigin.Get(path, "california_housing.npz", "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f");
        return HousingTable.Load(file, test_split, seed, version == "small" ? SmallSize : null);
    }
}
