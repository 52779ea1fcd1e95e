using Keras.Conformance.Areas;

namespace Keras.Conformance.Training;

/// <summary>Feeds the rows that real Keras took, batch by batch and epoch by epoch.</summary>
internal sealed class RecordedBatches : PyDataset
{
    private readonly object? _x;
    private readonly object? _y;
    private readonly object? _weights;
    private readonly int[][] _batches;
    private readonly int _perEpoch;
    private int _epoch = -1;

    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="weights">Weights of the samples, or null.</param>
    /// <param name="batches">Rows of every batch of all epochs.</param>
    /// <param name="epochs">Number of epochs.</param>
    internal RecordedBatches(object? x, object? y, object? weights, int[][] batches, int epochs)
    {
        (_x, _y, _weights, _batches) = (x, y, weights, batches);
        _perEpoch = batches.Length / Math.Max(epochs, 1);
    }

    public override int? num_batches => _perEpoch;

    public override Batch GetItem(int index)
    {
        // Before the first epoch a batch is looked at to build the model.
        var rows = _batches[Math.Max(_epoch, 0) * _perEpoch + index];
        return new Batch(Feeds.ToData(Feeds.Rows(_x, rows))!, Feeds.ToData(Feeds.Rows(_y, rows)), Feeds.ToData(Feeds.Rows(_weights, rows)));
    }

    public override void on_epoch_begin() => _epoch++;
}
