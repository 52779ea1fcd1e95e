using Keras.Conformance.Areas;

namespace Keras.Conformance.Training;

/// <summary>Batches of 16 rows, in order.</summary>
internal sealed class FixedBatches(object? x, object? y, object? weights) : PyDataset
{
    private const int Size = 16;

    public override int? num_batches => (Feeds.Count(x) + Size - 1) / Size;

    public override Batch GetItem(int index)
    {
        int[] rows = [.. Enumerable.Range(index * Size, Math.Min(Size, Feeds.Count(x) - index * Size))];
        return new Batch(Feeds.ToData(Feeds.Rows(x, rows))!, Feeds.ToData(Feeds.Rows(y, rows)), Feeds.ToData(Feeds.Rows(weights, rows)));
    }

    /// <summary>The batches, again and again.</summary>
    internal IEnumerable<Batch> Forever()
    {
        while (true)
            for (var i = 0; i < num_batches; i++) yield return GetItem(i);
    }
}
