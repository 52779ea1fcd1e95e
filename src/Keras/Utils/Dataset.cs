using System.Collections;
using System.Text.Json;
using Keras.Backend;
using NumSharp;

namespace Keras.Utils;

/// <summary>Samples of files or arrays in batches: what the functions <c>…_dataset_from_…</c> and <c>split_dataset</c> give.</summary>
/// <remarks>
/// fit, evaluate and predict take it as data; <c>foreach (var (x, y) in dataset)</c> goes through it once. A shuffled dataset has another order in every pass.
/// Where it comes from <c>subset: "both"</c>, it takes apart into the parts for training and validation.
/// </remarks>
public sealed class Dataset : PyDataset, IEnumerable<Batch>
{
    private const int MaxPasses = 1_000_000;

    private readonly SampleSource _source;
    private readonly Func<Batch, Batch>? _map;
    private readonly int? _batchSize;
    private readonly bool _dropRemainder;
    private readonly int _skip;
    private readonly int? _take;
    private readonly Dictionary<int, Batch>? _cache;

    internal Dataset(SampleSource source, int? batchSize, int workers = 1, string[]? classNames = null, string[]? filePaths = null) : base(workers)
    {
        if (batchSize is < 1) throw new ArgumentException($"batch_size is {batchSize}; it must be positive, or null for single samples.", "batch_size");
        (_source, _batchSize, class_names, file_paths) = (source, batchSize, classNames, filePaths);
    }

    private Dataset(Dataset other, Func<Batch, Batch>? map = null, int? batchSize = null, bool dropRemainder = false, int skip = 0, int? take = null, bool cache = false, int? workers = null, SampleSource? source = null)
        : base(workers ?? other.workers)
    {
        _source = source ?? other._source;
        _map = map ?? other._map;
        _batchSize = batchSize ?? other._batchSize;
        _dropRemainder = dropRemainder || other._dropRemainder;
        (_skip, _take) = (skip, take);
        _cache = cache ? [] : other._cache is null ? null : [];
        (class_names, file_paths) = (other.class_names, other.file_paths);
    }

    /// <summary>Names of the classes in the order of their numbers; null where there are none.</summary>
    public string[]? class_names { get; }

    /// <summary>Paths of the files, in the order of the first pass; null where there are none.</summary>
    public string[]? file_paths { get; }

    /// <inheritdoc/>
    public override int? num_batches => Math.Max(0, Math.Min(All - _skip, _take ?? int.MaxValue));

    internal override bool KeepsOrder => true;

    /// <summary>The part for validation that belongs to this one for training.</summary>
    internal Dataset? Validation { get; set; }

    private int All => _batchSize is not { } size ? _source.Count : _dropRemainder ? _source.Count / size : (_source.Count + size - 1) / size;

    /// <summary>How many batches there are.</summary>
    public int cardinality() => num_batches!.Value;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public override Batch GetItem(int index)
    {
        if (index < 0 || index >= num_batches) throw new ArgumentOutOfRangeException(nameof(index), $"Batch {index} was asked for, but the dataset has {num_batches}.");
        if (_cache is not null)
        {
            lock (_cache)
            {
                if (_cache.TryGetValue(index, out var known)) return known;
            }
        }
        var batch = _batchSize is { } size ? _source.Batch((index + _skip) * size, Math.Min(size, _source.Count - (index + _skip) * size)) : _source.Single(index + _skip);
        if (_map is not null) batch = _map(batch);
        if (_cache is not null)
        {
            lock (_cache) _cache[index] = batch;
        }
        return batch;
    }

    /// <inheritdoc/>
    public override void on_epoch_end() => _source.NextPass();

    /// <inheritdoc/>
    internal override Config? PassState => new() { ["passes"] = _source.Passes };

    /// <inheritdoc/>
    internal override void RestorePass(JsonElement state)
    {
        // A dataset that is made again has the same first order, and its generator the same seed.
        var passes = state.GetProperty("passes").GetInt32();
        if (passes > MaxPasses) throw new FormatException($"{passes} passes over a dataset are not believed.");
        while (_source.Passes < passes) _source.NextPass();
    }

    /// <summary>The batches of one pass.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        for (var i = 0; i < num_batches; i++) yield return GetItem(i);
        on_epoch_end();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A dataset of the first batches.</summary>
    /// <param name="count">How many.</param>
    public Dataset take(int count) => new(this, skip: _skip, take: Math.Min(count, num_batches!.Value));

    /// <summary>A dataset without the first batches.</summary>
    /// <param name="count">How many are left out.</param>
    public Dataset skip(int count) => new(this, skip: _skip + count, take: Math.Max(0, num_batches!.Value - count));

    /// <summary>A dataset whose batches are changed by a function.</summary>
    /// <param name="map_func">Gives the changed batch.</param>
    public Dataset map(Func<Batch, Batch> map_func) => new(this, map: _map is { } before ? b => map_func(before(b)) : map_func, skip: _skip, take: _take);

    /// <summary>A dataset whose batches are changed by a function of inputs and targets.</summary>
    /// <param name="map_func">Gives the changed inputs and targets.</param>
    public Dataset map(Func<Tensor, Tensor?, (Tensor x, Tensor? y)> map_func) => map(b =>
    {
        var (x, y) = map_func(b.x, b.y);
        return new Batch(x, y, b.sample_weight);
    });

    /// <summary>A dataset that keeps its batches in memory after the first pass; they stay in that order.</summary>
    public Dataset cache() => new(this, cache: true, skip: _skip, take: _take);

    /// <summary>A dataset whose batches are prepared ahead on other threads.</summary>
    /// <param name="buffer_size">How many may wait; some where null.</param>
    public Dataset prefetch(int? buffer_size = null) => new(this, workers: Math.Max(2, workers), skip: _skip, take: _take) { max_queue_size = buffer_size is > 0 and var size ? size : max_queue_size };

    /// <summary>A dataset in batches, of one of single samples.</summary>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="drop_remainder">Whether a last batch that is smaller is left out.</param>
    /// <exception cref="InvalidOperationException">The dataset is in batches already, or was changed by sample.</exception>
    public Dataset batch(int batch_size, bool drop_remainder = false)
    {
        if (_batchSize is not null) throw new InvalidOperationException($"batch: the dataset is in batches of {_batchSize} already. Call unbatch() first.");
        if (_map is not null || _skip > 0 || _take is not null || _cache is not null) throw new InvalidOperationException("batch: call batch() before map, take, skip and cache.");
        if (batch_size < 1) throw new ArgumentException($"batch_size is {batch_size}; it must be positive.", nameof(batch_size));
        return new(this, batchSize: batch_size, dropRemainder: drop_remainder);
    }

    /// <summary>A dataset of single samples.</summary>
    /// <exception cref="InvalidOperationException">The batches were changed or left out.</exception>
    public Dataset unbatch() => _map is null && _skip == 0 && _take is null ? new(_source, null, workers, class_names, file_paths)
        : throw new InvalidOperationException("unbatch: call unbatch() before map, take and skip.");

    /// <summary>A dataset with another order of its samples in every pass.</summary>
    /// <param name="buffer_size">Kept for the signature of TensorFlow's datasets: all samples are shuffled.</param>
    /// <param name="seed">Seed of the orders; null draws one.</param>
    public Dataset shuffle(int buffer_size = 1024, long? seed = null) => new(this, skip: _skip, take: _take, source: _source.Shuffled(seed ?? NumpyRandomState.Global.RandInt(0, 1_000_000)));

    /// <summary>The parts for training and validation, of a dataset that was asked for with <c>subset: "both"</c>.</summary>
    /// <exception cref="InvalidOperationException">It has no such parts.</exception>
    public void Deconstruct(out Dataset training, out Dataset validation) =>
        (training, validation) = (this, Validation ?? throw new InvalidOperationException("This dataset has no part for validation. Pass subset: \"both\" and a validation_split."));

    internal int? BatchSize => _batchSize;

    internal SampleSource Source => _map is null && _skip == 0 && _take is null ? _source
        : throw new InvalidOperationException("The dataset was changed by map, take or skip; split it before.");
}
