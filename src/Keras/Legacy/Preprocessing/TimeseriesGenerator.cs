using Keras.Saving;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Gives batches of windows of a series with the target that follows each (keras/src/legacy/preprocessing/sequence.py).</summary>
[KerasExport("keras.preprocessing.sequence.TimeseriesGenerator")]
public sealed class TimeseriesGenerator : PyDataset
{
    /// <summary>Makes the generator.</summary>
    /// <param name="data">The series, of shape (time, …).</param>
    /// <param name="targets">One target for each time.</param>
    /// <param name="length">Length of a window in time steps.</param>
    /// <param name="sampling_rate">Every how many steps of a window are taken.</param>
    /// <param name="stride">By how many steps one window starts after the other.</param>
    /// <param name="start_index">First time that is used.</param>
    /// <param name="end_index">Last time that is used; null means the end.</param>
    /// <param name="shuffle">Whether windows are drawn at random, with repetition, in place of one after the other.</param>
    /// <param name="reverse">Whether the steps of a window run backwards.</param>
    /// <param name="batch_size">Windows a batch.</param>
    /// <param name="workers">How many threads prepare batches.</param>
    /// <param name="use_multiprocessing">Kept for Keras's signature.</param>
    /// <param name="max_queue_size">How many batches may wait.</param>
    /// <exception cref="ArgumentException">The lengths differ, or no window fits.</exception>
    public TimeseriesGenerator(NDArray data, NDArray targets, int length, int sampling_rate = 1, int stride = 1, int start_index = 0, int? end_index = null, bool shuffle = false, bool reverse = false,
        int batch_size = 128, int workers = 1, bool use_multiprocessing = false, int max_queue_size = 10) : base(workers, use_multiprocessing, max_queue_size)
    {
        if (data.shape[0] != targets.shape[0])
            throw new ArgumentException($"Data and targets have to be of same length. Data length is {data.shape[0]} while target length is {targets.shape[0]}");
        if (sampling_rate < 1 || stride < 1 || batch_size < 1 || length < 0 || start_index < 0)
            throw new ArgumentException($"TimeseriesGenerator: sampling_rate, stride and batch_size must be positive, length and start_index not negative. Received: length={length}, sampling_rate={sampling_rate}, stride={stride}, start_index={start_index}, batch_size={batch_size}.");
        this.data = data;
        this.targets = targets;
        this.length = length;
        this.sampling_rate = sampling_rate;
        this.stride = stride;
        this.start_index = start_index + length;
        this.end_index = end_index ?? (int)data.shape[0] - 1;
        this.shuffle = shuffle;
        this.reverse = reverse;
        this.batch_size = batch_size;
        if (this.end_index >= data.shape[0]) throw new ArgumentException($"TimeseriesGenerator: end_index is {end_index}, but the data has {data.shape[0]} time steps; it must be below that.", nameof(end_index));
        if (this.start_index > this.end_index)
            throw new ArgumentException($"`start_index+length={this.start_index} > end_index={this.end_index}` is disallowed, as no part of the sequence would be left to be used as current step.");
    }

    /// <summary>The series.</summary>
    public NDArray data { get; }

    /// <summary>One target for each time.</summary>
    public NDArray targets { get; }

    /// <summary>Length of a window in time steps.</summary>
    public int length { get; }

    /// <summary>Every how many steps of a window are taken.</summary>
    public int sampling_rate { get; }

    /// <summary>By how many steps one window starts after the other.</summary>
    public int stride { get; }

    /// <summary>Time of the first target.</summary>
    public int start_index { get; }

    /// <summary>Time of the last target.</summary>
    public int end_index { get; }

    /// <summary>Whether windows are drawn at random.</summary>
    public bool shuffle { get; }

    /// <summary>Whether the steps of a window run backwards.</summary>
    public bool reverse { get; }

    /// <summary>Windows a batch.</summary>
    public int batch_size { get; }

    /// <inheritdoc/>
    public override int? num_batches => (end_index - start_index + batch_size * stride) / (batch_size * stride);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public override Batch GetItem(int index)
    {
        if (index < 0 || index >= num_batches) throw new ArgumentOutOfRangeException(nameof(index), $"TimeseriesGenerator: batch {index} was asked for, but there are {num_batches}.");

        // 1. The times of the targets.
        long[] rows;
        if (shuffle) rows = NumpyRandomState.Global.RandInt(start_index, end_index + 1, batch_size);
        else
        {
            var from = start_index + batch_size * stride * index;
            var to = Math.Min(from + batch_size * stride, end_index + 1);
            rows = [.. Enumerable.Range(0, (to - from + stride - 1) / stride).Select(k => (long)(from + k * stride))];
        }

        // 2. The steps of each window, and the targets.
        var steps = (length + sampling_rate - 1) / sampling_rate;
        var times = new List<long>(rows.Length * steps);
        foreach (var row in rows)
        {
            var window = Enumerable.Range(0, steps).Select(k => row - length + (long)k * sampling_rate);
            times.AddRange(reverse ? window.Reverse() : window);
        }
        var samples = data[new NDArray(times.ToArray(), new Shape(times.Count))].reshape(new Shape([rows.Length, steps, .. data.shape[1..]]));
        return new Batch(samples!, targets[new NDArray(rows, new Shape(rows.Length))]!);
    }

    /// <summary>The options, and the data as texts in JSON.</summary>
    public Config get_config() => new()
    {
        ["data"] = PythonJson.Dump(ToList(data)),
        ["targets"] = PythonJson.Dump(ToList(targets)),
        ["length"] = length,
        ["sampling_rate"] = sampling_rate,
        ["stride"] = stride,
        ["start_index"] = start_index,
        ["end_index"] = end_index,
        ["shuffle"] = shuffle,
        ["reverse"] = reverse,
        ["batch_size"] = batch_size,
    };

    /// <summary>The generator as JSON.</summary>
    public string to_json() => PythonJson.Dump(new Config { ["class_name"] = nameof(TimeseriesGenerator), ["config"] = get_config() });

    private static List<object?> ToList(NDArray array)
    {
        var integers = !NumpyTypes.IsFloating(array.typecode);
        var values = array.astype(integers ? NPTypeCode.Int64 : NPTypeCode.Double);
        object?[] flat = integers ? [.. values.ToArray<long>().Select(v => (object?)v)] : [.. values.ToArray<double>().Select(v => (object?)v)];
        return Nested(flat, array.shape);

        static List<object?> Nested(ArraySegment<object?> items, ReadOnlySpan<long> shape)
        {
            if (shape.Length <= 1) return [.. items];
            var result = new List<object?>();
            var size = items.Count / Math.Max(1, (int)shape[0]);
            for (var i = 0; i < shape[0]; i++) result.Add(Nested(items.Slice(i * size, size), shape[1..]));
            return result;
        }
    }
}
