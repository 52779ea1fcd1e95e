using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>What the two data sets of house prices have in common.</summary>
internal static class HousingTable
{
    /// <summary>Refuses shares that are not in [0, 1).</summary>
    public static void CheckSplit(double test_split)
    {
        if (!(test_split is >= 0 and < 1)) throw new ArgumentException($"test_split is {test_split}; it must be at least 0 and less than 1.", nameof(test_split));
    }

    /// <summary>Reads x and y, shuffles the rows as NumPy does, and cuts off the last ones for the test.</summary>
    public static ((NDArray, NDArray), (NDArray, NDArray)) Load(string file, double testSplit, long seed, int? rows = null)
    {
        var arrays = NpzFile.Load(file, "x", "y");
        var (x, y) = (arrays[0], arrays[1]);
        if (x.ndim != 2 || y.ndim != 1 || x.shape[0] != y.shape[0])
            throw new InvalidDataException($"{file} has x of shape ({string.Join(", ", x.shape)}) and y of shape ({string.Join(", ", y.shape)}); expected (n, features) and (n).");
        var order = new NumpyRandomState(seed).Permutation((int)Math.Min(x.shape[0], rows ?? long.MaxValue));
        var split = (int)(order.Length * (1 - testSplit));
        return (Rows(order[..split]), Rows(order[split..]));

        (NDArray, NDArray) Rows(int[] indices) => (Take(x, indices), Take(y, indices));
    }

    private static NDArray Take(NDArray table, int[] rows)
    {
        if (rows.Length > 0) return table[np.array(rows)];
        var shape = table.shape;
        shape[0] = 0;
        return new NDArray(table.typecode, new Shape(shape));
    }
}
