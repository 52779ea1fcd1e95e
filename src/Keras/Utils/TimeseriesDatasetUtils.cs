using NumSharp;

namespace Keras.Utils;

/// <summary>Datasets of windows of a series (keras/src/utils/timeseries_dataset_utils.py).</summary>
public static class TimeseriesDatasetUtils
{
    // Porting note: the orders of later passes are those of NumPy's generator with the seed, not of TensorFlow's or Grain's.
    /// <summary>Makes a dataset of windows of a series: with targets, target i belongs to the window that begins at i.</summary>
    /// <param name="data">The series, of shape (time, …).</param>
    /// <param name="targets">A target for each beginning of a window; null for none.</param>
    /// <param name="sequence_length">Steps in a window.</param>
    /// <param name="sequence_stride">By how many steps one window begins after the other.</param>
    /// <param name="sampling_rate">How many steps of time lie between two steps in a window.</param>
    /// <param name="batch_size">Windows a batch; single ones where null.</param>
    /// <param name="shuffle">Whether the windows come in random order, another in every pass.</param>
    /// <param name="seed">Seed of the orders.</param>
    /// <param name="start_index">Times before it are not used.</param>
    /// <param name="end_index">This time and those after it are not used.</param>
    /// <param name="format">Kept for Keras's signature: <c>tf</c> or <c>grain</c>.</param>
    /// <returns>Batches of windows of shape (batch, sequence_length, …), and targets.</returns>
    /// <exception cref="ArgumentException">An argument has no meaning for the data.</exception>
    [KerasExport("keras.utils.timeseries_dataset_from_array", "keras.preprocessing.timeseries_dataset_from_array")]
    public static Dataset timeseries_dataset_from_array(NDArray data, NDArray? targets, int sequence_length, int sequence_stride = 1, int sampling_rate = 1, int? batch_size = 128, bool shuffle = false, long? seed = null,
        int? start_index = null, int? end_index = null, string format = "tf")
    {
        // 1. The arguments.
        var length = (int)data.shape[0];
        if (start_index is < 0) throw new ArgumentException($"`start_index` must be 0 or greater. Received: start_index={start_index}", nameof(start_index));
        if (start_index >= length) throw new ArgumentException($"`start_index` must be lower than the length of the data. Received: start_index={start_index}, for data of length {length}", nameof(start_index));
        if (end_index <= start_index) throw new ArgumentException($"`end_index` must be higher than `start_index`. Received: start_index={start_index}, and end_index={end_index} ", nameof(end_index));
        if (end_index >= length) throw new ArgumentException($"`end_index` must be lower than the length of the data. Received: end_index={end_index}, for data of length {length}", nameof(end_index));
        if (end_index <= 0) throw new ArgumentException($"`end_index` must be higher than 0. Received: end_index={end_index}", nameof(end_index));
        if (sampling_rate <= 0) throw new ArgumentException($"`sampling_rate` must be higher than 0. Received: sampling_rate={sampling_rate}", nameof(sampling_rate));
        if (sampling_rate >= length) throw new ArgumentException($"`sampling_rate` must be lower than the length of the data. Received: sampling_rate={sampling_rate}, for data of length {length}", nameof(sampling_rate));
        if (sequence_stride <= 0) throw new ArgumentException($"`sequence_stride` must be higher than 0. Received: sequence_stride={sequence_stride}", nameof(sequence_stride));
        if (sequence_stride >= length) throw new ArgumentException($"`sequence_stride` must be lower than the length of the data. Received: sequence_stride={sequence_stride}, for data of length {length}", nameof(sequence_stride));
        if (sequence_length < 1) throw new ArgumentException($"`sequence_length` must be higher than 0. Received: sequence_length={sequence_length}", nameof(sequence_length));
        if (format is not ("tf" or "grain")) throw new ArgumentException($"`format` should be either \"tf\" or \"grain\". Received: format={format}", nameof(format));

        // 2. Where windows begin.
        var start = start_index ?? 0;
        var count = (end_index ?? length) - start - (sequence_length - 1) * sampling_rate;
        if (targets is not null) count = Math.Min(count, (int)targets.shape[0]);
        int[] positions = [.. Enumerable.Range(0, Math.Max(0, (count + sequence_stride - 1) / sequence_stride)).Select(i => i * sequence_stride)];
        if (targets is not null && positions.Length > 0 && start + positions[^1] >= targets.shape[0])
            throw new ArgumentException($"There are {targets.shape[0]} targets, but the last window begins at {start + positions[^1]}. Pass a target for each beginning of a window.", nameof(targets));
        if (shuffle)
        {
            seed ??= NumpyRandomState.Global.RandInt(0, 1_000_000);
            new NumpyRandomState(seed.Value).Shuffle<int>(positions);
        }

        // 3. The windows.
        return new Dataset(new SampleSource(positions, begins =>
        {
            var times = begins.SelectMany(b => Enumerable.Range(0, sequence_length).Select(k => start + b + k * sampling_rate)).ToArray();
            var windows = data[new NDArray(times, new Shape(times.Length))].reshape(new Shape([begins.Length, sequence_length, .. data.shape[1..]]));
            return new(windows, null, targets?[new NDArray(Array.ConvertAll(begins, b => start + b), new Shape(begins.Length))], null);
        }, shuffle ? seed : null), batch_size);
    }
}
