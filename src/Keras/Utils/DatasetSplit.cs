using Keras.Backend;
using NumSharp;

namespace Keras.Utils;

/// <summary>Datasets in two parts (keras/src/utils/dataset_utils.py).</summary>
public static class DatasetSplit
{
    // Porting note: Keras's torch backend shuffles even where it is told not to; here, as documented, only where it is told to.
    /// <summary>Splits samples into two datasets of single samples: call <see cref="Dataset.batch"/> on them before training.</summary>
    /// <param name="dataset">The samples, along the first axis.</param>
    /// <param name="left_size">Number or share of the samples in the left part; what the right part leaves where null.</param>
    /// <param name="right_size">Number or share of the samples in the right part; what the left part leaves where null.</param>
    /// <param name="shuffle">Whether the samples are shuffled first.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="ArgumentException">The sizes have no meaning for the samples, or not together.</exception>
    [KerasExport("keras.utils.split_dataset")]
    public static (Dataset left, Dataset right) split_dataset(NDArray dataset, SplitSize? left_size = null, SplitSize? right_size = null, bool shuffle = false, long? seed = null) =>
        split_dataset([dataset], left_size, right_size, shuffle, seed);

    /// <summary>Splits samples of several arrays (inputs, targets, weights) into two datasets of single samples: call <see cref="Dataset.batch"/> on them before training.</summary>
    /// <param name="dataset">One to three arrays of one length.</param>
    /// <param name="left_size">Number or share of the samples in the left part; what the right part leaves where null.</param>
    /// <param name="right_size">Number or share of the samples in the right part; what the left part leaves where null.</param>
    /// <param name="shuffle">Whether the samples are shuffled first.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or the sizes have no meaning for them.</exception>
    [KerasExport("keras.utils.split_dataset")]
    public static (Dataset left, Dataset right) split_dataset(NDArray[] dataset, SplitSize? left_size = null, SplitSize? right_size = null, bool shuffle = false, long? seed = null)
    {
        if (dataset.Length is 0 or > 3) throw new ArgumentException($"split_dataset takes one to three arrays: inputs, targets, weights. Received: {dataset.Length}.", nameof(dataset));
        for (var i = 1; i < dataset.Length; i++)
        {
            if (dataset[i].shape[0] != dataset[0].shape[0])
                throw new ArgumentException($"Received a list of NumPy arrays with different lengths. Mismatch found at index {i}, Expected shape={NumpyTypes.Describe(dataset[0].shape)} Received shape={NumpyTypes.Describe(dataset[i].shape)}. Please provide a list of NumPy arrays of the same length.", nameof(dataset));
        }
        var source = new SampleSource([.. Enumerable.Range(0, (int)dataset[0].shape[0])], indices =>
        {
            var rows = new NDArray(indices, new Shape(indices.Length));
            return new(dataset[0][rows], null, dataset.Length > 1 ? dataset[1][rows] : null, dataset.Length > 2 ? dataset[2][rows] : null);
        }, null);
        return Split(source, null, 1, left_size, right_size, shuffle, seed);
    }

    /// <summary>Splits a dataset into two; they are in batches as it is.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="left_size">Number or share of the samples in the left part; what the right part leaves where null.</param>
    /// <param name="right_size">Number or share of the samples in the right part; what the left part leaves where null.</param>
    /// <param name="shuffle">Whether the samples are shuffled first.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="ArgumentException">The sizes have no meaning for the samples, or not together.</exception>
    [KerasExport("keras.utils.split_dataset")]
    public static (Dataset left, Dataset right) split_dataset(Dataset dataset, SplitSize? left_size = null, SplitSize? right_size = null, bool shuffle = false, long? seed = null) =>
        Split(dataset.Source, dataset.BatchSize, dataset.workers, left_size, right_size, shuffle, seed);

    private static (Dataset, Dataset) Split(SampleSource source, int? batchSize, int workers, SplitSize? leftSize, SplitSize? rightSize, bool shuffle, long? seed)
    {
        // 1. How many on each side.
        var total = source.Count;
        if (leftSize is null && rightSize is null) throw new ArgumentException("At least one of the `left_size` or `right_size` must be specified. Received: left_size=None and right_size=None");
        var given = (Left: leftSize?.Samples(total, "left_size"), Right: rightSize?.Samples(total, "right_size"));
        if (leftSize is { IsShare: true } l && rightSize is { IsShare: true } r && l.Share + r.Share > 1)
            throw new ArgumentException("The sum of `left_size` and `right_size` is greater than 1. It must be less than or equal to 1.");
        var left = given.Left ?? total - given.Right!.Value;
        var right = given.Right ?? total - left;
        if (left + right > total) throw new ArgumentException($"The sum of `left_size` and `right_size` should be smaller than the {total}. Received: left_size + right_size = {left + right}and total_length = {total}");
        if (left == 0 || right == 0)
            throw new ArgumentException($"With `dataset` of length={total}, `left_size`={left} and `right_size`={right}.Resulting {(left == 0 ? "left" : "right")} side dataset split will be empty. Adjust any of the aforementioned parameters");

        // 2. The samples of each side.
        int[] order = [.. Enumerable.Range(0, total)];
        if (shuffle)
        {
            using var scope = new TensorScope();
            order = Array.ConvertAll(Kernel.ToArray<long>(Kernel.RandomPermutation(total, seed ?? System.Random.Shared.NextInt64())), i => (int)i);
        }
        return (new Dataset(source.Part(order[..left]), batchSize, workers), new Dataset(source.Part(order[left..(left + right)]), batchSize, workers));
    }
}
