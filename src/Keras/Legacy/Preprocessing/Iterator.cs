using System.Collections;
using System.Text.Json;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Batches of images without end: base of the iterators of <see cref="ImageDataGenerator"/> (keras/src/legacy/preprocessing/image.py).</summary>
/// <remarks><c>fit</c> reads it by index, <see cref="num_batches"/> an epoch; <c>foreach</c> goes on until it is left.</remarks>
[KerasExport("keras.preprocessing.image.Iterator")]
public abstract class Iterator : PyDataset, IEnumerable<Batch>
{
    private readonly Lock _gate = new();
    private int[]? _order;
    private byte[]? _beforeOrder;

    /// <summary>Sets how batches are formed.</summary>
    /// <param name="n">Number of samples.</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    protected Iterator(int n, int batch_size, bool shuffle, int? seed)
    {
        if (batch_size < 1) throw new ArgumentException($"batch_size is {batch_size}; it must be positive.", nameof(batch_size));
        this.n = n;
        this.batch_size = batch_size;
        this.shuffle = shuffle;
        this.seed = seed;
    }

    /// <summary>Endings of files that are read as pictures.</summary>
    internal static IReadOnlyList<string> Endings { get; } = ["png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff"];

    /// <summary>Number of samples.</summary>
    public int n { get; }

    /// <summary>Samples a batch.</summary>
    public int batch_size { get; }

    /// <summary>Whether the samples come in random order.</summary>
    public bool shuffle { get; }

    /// <summary>Seed of order and transformations.</summary>
    public int? seed { get; }

    /// <summary>Number of the next batch of <see cref="next"/>.</summary>
    public int batch_index { get; private set; }

    /// <summary>How many batches were given.</summary>
    public int total_batches_seen { get; private set; }

    /// <inheritdoc/>
    public override int? num_batches => (n + batch_size - 1) / batch_size;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public override Batch GetItem(int index) => ToBatch(Load(index));

    /// <summary>The next batch; after the last one of the data comes the first again, in a new order.</summary>
    public Batch next() => ToBatch(Next());

    /// <summary>Goes back to the first batch.</summary>
    public void reset() => batch_index = 0;

    /// <inheritdoc/>
    public override void on_epoch_end() => SetOrder();

    /// <summary>The batches without end.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        while (true) yield return next();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The samples of a batch, changed as the generator says.</summary>
    /// <param name="indices">Numbers of the samples.</param>
    internal abstract IteratorBatch Load(int[] indices);

    internal IteratorBatch Load(int index)
    {
        if (index < 0 || index >= num_batches) throw new ArgumentOutOfRangeException(nameof(index), $"Asked to retrieve element {index}, but the Sequence has length {num_batches}");
        int[] indices;
        lock (_gate)
        {
            if (seed is { } start) NumpyRandomState.Global.Seed(start + total_batches_seen);
            total_batches_seen++;
            if (_order is null) SetOrder();
            indices = [.. _order!.Skip(batch_size * index).Take(batch_size)];
        }
        return Load(indices);
    }

    internal IteratorBatch Next()
    {
        int[] indices;
        lock (_gate)
        {
            if (seed is { } start) NumpyRandomState.Global.Seed(start + total_batches_seen);
            if (batch_index == 0 || _order is null) SetOrder();
            var current = n == 0 ? 0 : (int)((long)batch_index * batch_size % n);
            batch_index = n > current + batch_size ? batch_index + 1 : 0;
            total_batches_seen++;
            indices = [.. _order!.Skip(current).Take(batch_size)];
        }
        return Load(indices);
    }

    /// <summary>Writes changed images to a folder, to look at them.</summary>
    private protected static void SaveImages(NDArray[] images, int[] indices, string folder, string prefix, string format, string dataFormat, int numbers)
    {
        for (var i = 0; i < images.Length; i++)
            ImageUtils.array_to_img(images[i], dataFormat, scale: true).save(Path.Combine(folder, $"{prefix}_{indices[i]}_{NumpyRandomState.Global.RandInt(0, numbers)}.{format}"));
    }

    /// <summary>Images as one array.</summary>
    private protected static NDArray Stack(NDArray[] images, long[] shape, NPTypeCode dtype)
    {
        var size = shape.Aggregate(1L, (a, b) => a * b);
        if (dtype == NPTypeCode.Double)
        {
            var doubles = new double[images.Length * size];
            for (var i = 0; i < images.Length; i++) images[i].astype(dtype).ToArray<double>().CopyTo(doubles, i * size);
            return new NDArray(doubles, new Shape([images.Length, .. shape]));
        }
        var floats = new float[images.Length * size];
        for (var i = 0; i < images.Length; i++) images[i].astype(NPTypeCode.Single).ToArray<float>().CopyTo(floats, i * size);
        var result = new NDArray(floats, new Shape([images.Length, .. shape]));
        return dtype == NPTypeCode.Single ? result : result.astype(dtype);
    }

    /// <summary>The rows of an array.</summary>
    private protected static NDArray Rows(NDArray array, int[] indices) => array[new NDArray(indices, new Shape(indices.Length))];

    /// <inheritdoc/>
    internal override Config? PassState => new()
    {
        ["batches"] = total_batches_seen,
        ["batch"] = batch_index,
        // The order itself may have millions of numbers; the generator that it was drawn from gives it again.
        ["order"] = _beforeOrder is { } state ? Convert.ToBase64String(state) : null,
    };

    /// <inheritdoc/>
    internal override void RestorePass(JsonElement state)
    {
        lock (_gate)
        {
            total_batches_seen = state.GetProperty("batches").GetInt32();
            batch_index = state.GetProperty("batch").GetInt32();
            _order = null;
            if (state.GetProperty("order") is not { ValueKind: JsonValueKind.String } order) return;
            NumpyRandomState.Global.State = order.GetBytesFromBase64();
            SetOrder();
        }
    }

    private void SetOrder()
    {
        _beforeOrder = NumpyRandomState.Global.State;
        _order = shuffle ? NumpyRandomState.Global.Permutation(n) : [.. Enumerable.Range(0, n)];
    }

    private static Batch ToBatch(IteratorBatch batch) => new(ToData(batch.X)!, ToData(batch.Y), (Data?)batch.SampleWeight);

    private static Data? ToData(NDArray[]? arrays) => arrays switch
    {
        null => null,
        [var one] => (Data?)one,
        _ => (Data?)arrays,
    };
}
