using System.Text.Json;

namespace Keras;

/// <summary>Batches by index, prepared on other threads: subclass it to read data that does not fit into memory.</summary>
/// <remarks>Override <see cref="num_batches"/> and <see cref="GetItem"/>. See https://keras.io/api/utils/python_utils/#pydataset-class.</remarks>
[KerasExport("keras.utils.PyDataset", "keras.utils.Sequence", Former = ["keras.utils.data_utils.Sequence"])]
public abstract class PyDataset
{
    /// <summary>Sets how batches are prepared.</summary>
    /// <param name="workers">How many threads prepare batches; with 1 the training thread does it itself.</param>
    /// <param name="use_multiprocessing">Kept for Keras's signature: threads are used in both cases, since .NET has no global lock.</param>
    /// <param name="max_queue_size">How many batches may wait.</param>
    protected PyDataset(int workers = 1, bool use_multiprocessing = false, int max_queue_size = 10)
    {
        if (workers < 1) throw new ArgumentException($"Argument `workers` must be at least 1. Received: workers={workers}.");
        this.workers = workers;
        this.use_multiprocessing = use_multiprocessing;
        this.max_queue_size = max_queue_size;
    }

    /// <summary>How many threads prepare batches.</summary>
    public int workers { get; set; }

    /// <summary>Kept for Keras's signature.</summary>
    public bool use_multiprocessing { get; set; }

    /// <summary>How many batches may wait.</summary>
    public int max_queue_size { get; set; }

    /// <summary>How many batches an epoch has; <see langword="null"/> for a source without end.</summary>
    public virtual int? num_batches => throw new NotSupportedException($"{GetType().Name} must override num_batches.");

    /// <summary>The batch at an index (Python's <c>__getitem__</c>). With several workers it is called on several threads at once.</summary>
    /// <param name="index">From 0 to <see cref="num_batches"/> - 1.</param>
    public abstract Batch GetItem(int index);

    /// <summary>The batch at an index, as Python writes it.</summary>
    /// <param name="index">From 0 to <see cref="num_batches"/> - 1.</param>
    public Batch this[int index] => GetItem(index);

    /// <summary>Whether fit takes the batches in their order even where it shuffles: the dataset does that itself.</summary>
    internal virtual bool KeepsOrder => false;

    /// <summary>What the order of the samples depends on besides the generators of the process; <see langword="null"/> for nothing.</summary>
    internal virtual Config? PassState => null;

    /// <summary>Goes on where a dataset with the same samples was.</summary>
    /// <param name="state">Its <see cref="PassState"/>.</param>
    internal virtual void RestorePass(JsonElement state)
    {
    }

    /// <summary>Called before each epoch.</summary>
    public virtual void on_epoch_begin()
    {
    }

    /// <summary>Called after each epoch.</summary>
    public virtual void on_epoch_end()
    {
    }
}
