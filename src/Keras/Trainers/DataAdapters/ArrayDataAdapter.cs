using Keras.Backend;

namespace Keras.Trainers;

/// <summary>Batches of arrays in memory (keras/src/trainers/data_adapters/array_data_adapter.py), in the order that Keras's torch loader draws.</summary>
internal sealed class ArrayDataAdapter : IDataAdapter
{
    private readonly Tensor _x;
    private readonly Tensor? _y;
    private readonly Tensor? _weight;
    private readonly int _rows;
    private readonly int _batchSize;
    private readonly bool _shuffle;
    private readonly bool _batchShuffle;

    internal ArrayDataAdapter(Tensor x, Tensor? y, Tensor? sampleWeight, int? batchSize, ShuffleMode shuffle, IReadOnlyDictionary<int, double>? classWeight, int? steps = null)
    {
        using var suspended = TensorScope.Suspend();
        if (classWeight is not null)
        {
            if (sampleWeight is not null) throw new ArgumentException("You cannot `class_weight` and `sample_weight` at the same time.");
            if (y is null) throw new ArgumentException("Arguments `class_weight` needs targets `y`.");
            if (y is TensorList { Count: > 1 } or TensorDict { Count: > 1 }) throw new ArgumentException("`class_weight` is only supported for Models with a single output.");
            sampleWeight = ClassWeights.ToSampleWeights(Nest.Flatten(y).First(), classWeight);
        }
        _x = x;
        _y = y;
        _weight = sampleWeight is null ? null : Nest.Map(sampleWeight, t => t);
        _rows = CheckRows();
        // Where the number of steps alone is given, the rows are spread over them.
        _batchSize = batchSize ?? (steps is > 0 and var n ? (_rows + n - 1) / n : 32);
        if (_batchSize < 1) throw new ArgumentException($"batch_size must be positive. Received: batch_size={batchSize}.");
        _shuffle = shuffle != ShuffleMode.None;
        _batchShuffle = shuffle == ShuffleMode.Batch;
    }

    internal int Rows => _rows;

    public int? NumBatches => (_rows + _batchSize - 1) / _batchSize;

    public int? BatchSize => _batchSize;

    public IEnumerable<Batch> Pass()
    {
        // The loader of Keras's torch backend draws a seed of its own for each pass; workers would use it.
        Kernel.DrawSeed();
        return Batches();
    }

    private IEnumerable<Batch> Batches()
    {
        // The order is drawn with the first batch, from a generator seeded by the global one.
        using var order = _shuffle && !_batchShuffle ? new Order(_rows) : null;
        for (var start = 0; start < _rows; start += _batchSize)
        {
            var size = Math.Min(_batchSize, _rows - start);
            if (order is not null) yield return Part(t => order.Take(t, start, size));
            else if (_batchShuffle)
            {
                using var within = new Order(size);
                yield return Part(t => within.Take(Cut(t, start, size), 0, size));
            }
            else yield return Part(t => Cut(t, start, size));
        }
    }

    /// <summary>The same part of inputs, targets and weights; targets that are the inputs themselves, as an autoencoder's are, are taken once.</summary>
    private Batch Part(Func<Tensor, Tensor> take)
    {
        var x = take(_x);
        return new Batch(x, ReferenceEquals(_y, _x) ? x : Pick(_y, take), Pick(_weight, take));
    }

    private static Tensor? Pick(Tensor? value, Func<Tensor, Tensor> take) => value is null ? null : take(value);

    private static Tensor Cut(Tensor value, int start, int size) => Nest.Map(value, t => t is StringTensor s ? Strings(s, Enumerable.Range(start, size)) : Kernel.Narrow(t, 0, start, size));

    private static StringTensor Strings(StringTensor s, IEnumerable<int> rows)
    {
        var width = (int)(s.size / Math.Max(1, s.Dims[0]));
        var indices = rows.ToArray();
        return new StringTensor([.. indices.SelectMany(r => Enumerable.Range(r * width, width).Select(i => s.Values[i]))], s.shape.With(0, indices.Length));
    }

    /// <summary>The first rows for training and the last ones for validation.</summary>
    internal (IDataAdapter Training, IDataAdapter Validation) Split(double part, ShuffleMode shuffle, IReadOnlyDictionary<int, double>? classWeight, int? batchSize, int? steps,
        int? validationBatchSize, int? validationSteps)
    {
        var at = (int)Math.Floor(_rows * (1.0 - part));
        if (at == 0 || at == _rows)
            throw new ArgumentException($"Training data contains {_rows} samples, which is not sufficient to split it into a validation and training set as specified by `validation_split={part}`. Either provide more data, or a different value for the `validation_split` argument.");
        var (first, last) = (Part(t => Cut(t, 0, at)), Part(t => Cut(t, at, _rows - at)));
        return (new ArrayDataAdapter(first.x, first.y, first.sample_weight, batchSize, shuffle, classWeight, steps),
            new ArrayDataAdapter(last.x, last.y, last.sample_weight, validationBatchSize ?? batchSize, ShuffleMode.None, null, validationSteps));
    }

    private sealed class Order : IDisposable
    {
        private readonly Tensor _permutation;
        private long[]? _rows;

        internal Order(int rows)
        {
            using var suspended = TensorScope.Suspend();
            _permutation = Kernel.RandomPermutation(rows, Kernel.DrawSeed());
        }

        internal Tensor Take(Tensor value, int start, int size)
        {
            using var scope = new TensorScope();
            var index = Kernel.Narrow(_permutation, 0, start, size);
            return Nest.Map(value, t =>
            {
                if (t is StringTensor s)
                {
                    _rows ??= Kernel.ToArray<long>(_permutation);
                    return Strings(s, _rows.Skip(start).Take(size).Select(r => (int)r));
                }
                return scope.Keep(Kernel.IndexSelect(t, 0, index));
            });
        }

        public void Dispose() => _permutation.Free();
    }

    private int CheckRows()
    {
        var counts = new[] { _x, _y, _weight }.OfType<Tensor>().SelectMany(Nest.Flatten).Select(t => t.ndim > 0 ? t.Dims[0] : -1).ToArray();
        if (counts.Length == 0 || counts.Any(c => c < 0)) throw new ArgumentException("The data has a scalar where an array of samples is expected.");
        if (counts.Distinct().Count() > 1)
        {
            string Sizes(Tensor? t) => t is null ? "none" : string.Join(", ", Nest.Flatten(t).Select(a => a.Dims[0]));
            throw new ArgumentException($"Data cardinality is ambiguous. Make sure all arrays contain the same number of samples. 'x' sizes: {Sizes(_x)}; 'y' sizes: {Sizes(_y)}{(_weight is null ? "" : $"; 'sample_weight' sizes: {Sizes(_weight)}")}.");
        }
        return checked((int)counts[0]);
    }

    public void OnEpochBegin()
    {
    }

    public void OnEpochEnd()
    {
    }
}
