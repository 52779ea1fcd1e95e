using NumSharp;

namespace Keras.Utils;

/// <summary>Samples by number, in an order that a shuffled source changes with every pass.</summary>
internal sealed class SampleSource
{
    private readonly Func<int[], Samples> _load;
    private readonly NumpyRandomState? _random;
    private int[] _order;

    /// <param name="order">Numbers of the samples, in the order of the first pass.</param>
    /// <param name="load">Gives samples by their numbers; several threads may call it at once.</param>
    /// <param name="seed">Seed of the orders of later passes; null keeps the first.</param>
    internal SampleSource(int[] order, Func<int[], Samples> load, long? seed)
    {
        (_order, _load) = (order, load);
        if (seed is { } start) _random = new NumpyRandomState(start);
    }

    internal int Count => _order.Length;

    /// <summary>The samples in another order in every pass, the first one included.</summary>
    internal SampleSource Shuffled(long seed)
    {
        var shuffled = new SampleSource((int[])_order.Clone(), _load, seed);
        shuffled.NextPass();
        return shuffled;
    }

    /// <summary>Some of the samples, in their order.</summary>
    internal SampleSource Part(int[] places) => new([.. places.Select(p => _order[p])], _load, null);

    internal Batch Batch(int from, int count)
    {
        var samples = _load(_order.AsSpan(from, count).ToArray());
        return new(samples.Texts is { } texts ? (Data)texts! : (Data)samples.X!, (Data?)samples.Y, (Data?)samples.Weight);
    }

    /// <summary>One sample, without the dimension of a batch.</summary>
    internal Batch Single(int at)
    {
        var samples = _load([_order[at]]);
        return new(samples.Texts is { } texts ? (Data)(Tensor)new StringTensor(texts, new TensorShape())! : (Data)samples.X![0]!, (Data?)samples.Y?[0], (Data?)samples.Weight?[0]);
    }

    /// <summary>How often the order was changed.</summary>
    internal long Passes { get; private set; }

    internal void NextPass()
    {
        if (_random is null) return;
        Passes++;
        var next = (int[])_order.Clone();
        _random.Shuffle<int>(next);
        _order = next;
    }

    /// <summary>Samples as arrays with the dimension of a batch: numbers or texts, targets, weights.</summary>
    internal sealed record Samples(NDArray? X, string[]? Texts, NDArray? Y, NDArray? Weight);
}
