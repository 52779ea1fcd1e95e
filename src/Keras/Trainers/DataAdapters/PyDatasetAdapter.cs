using Keras.Backend;

namespace Keras.Trainers;

/// <summary>Batches of a <see cref="PyDataset"/> (keras/src/trainers/data_adapters/py_dataset_adapter.py), prepared by its workers, in order.</summary>
internal sealed class PyDatasetAdapter(PyDataset dataset, bool shuffle, IReadOnlyDictionary<int, double>? classWeight) : IDataAdapter
{
    public int? NumBatches => dataset.num_batches;

    public int? BatchSize => null;

    public PyDataset? Dataset => dataset;

    public IEnumerable<Batch> Pass()
    {
        var order = Order();
        return dataset.workers <= 1
            ? order.Select(Get)
            : Prefetch.InOrder(order.Select(i => (Func<Batch>)(() => Get(i))), dataset.workers, dataset.max_queue_size);
    }

    private IEnumerable<int> Order()
    {
        if (dataset.num_batches is not { } count)
        {
            for (var i = 0; ; i++) yield return i;
        }
        var indices = Enumerable.Range(0, count).ToArray();
        if (shuffle && !dataset.KeepsOrder) Utils.PythonRandom.Global.Shuffle<int>(indices);
        foreach (var i in indices) yield return i;
    }

    private Batch Get(int index)
    {
        var batch = dataset.GetItem(index).Prepared();
        if (classWeight is null) return batch;
        if (batch.sample_weight is not null) throw new ArgumentException("`class_weight` and `sample_weight` cannot be used at the same time.");
        using var suspended = TensorScope.Suspend();
        return new Batch(batch.x, batch.y, ClassWeights.ToSampleWeights(batch.y ?? throw new ArgumentException("`class_weight` needs targets."), classWeight));
    }

    public void OnEpochBegin() => dataset.on_epoch_begin();

    public void OnEpochEnd() => dataset.on_epoch_end();
}
