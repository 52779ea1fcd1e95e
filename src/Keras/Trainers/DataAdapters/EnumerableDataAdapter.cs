namespace Keras.Trainers;

/// <summary>Batches of an enumerable (keras/src/trainers/data_adapters/generator_data_adapter.py), prepared ahead on another thread.</summary>
internal sealed class EnumerableDataAdapter(IEnumerable<Batch> source) : IDataAdapter
{
    private const int Ahead = 8;

    public int? NumBatches => null;

    public int? BatchSize => null;

    public IEnumerable<Batch> Pass() => Prefetch.InOrder(source.Select(b => (Func<Batch>)b.Prepared), 1, Ahead);

    public void OnEpochBegin()
    {
    }

    public void OnEpochEnd()
    {
    }
}
