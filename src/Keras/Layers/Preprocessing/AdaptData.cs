using Keras.Backend;
using NumSharp;

namespace Keras.Layers;

/// <summary>What a layer is adapted to: one array, or batches.</summary>
internal sealed class AdaptData
{
    private AdaptData(Tensor whole) => Whole = whole;

    private AdaptData(IEnumerable<Tensor> batches) => Batches = batches;

    /// <summary>The one array; <see langword="null"/> for batches.</summary>
    internal Tensor? Whole { get; }

    /// <summary>The batches; <see langword="null"/> for one array.</summary>
    internal IEnumerable<Tensor>? Batches { get; }

    /// <summary>The data as batches: one array is one batch.</summary>
    internal IEnumerable<Tensor> AsBatches(int? steps) => Batches is null ? [Whole!] : steps is { } most ? Batches.Take(most) : Batches;

    /// <summary>What is given to adapt.</summary>
    internal static AdaptData Of(Data data, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Value switch
        {
            PyDataset dataset => new(Items(dataset, steps)),
            IEnumerable<Batch> batches => new(batches.Select(b => b.x)),
            TensorList list => new(list.AsEnumerable()),
            TensorDict => throw NoNames(),
            IEnumerable<Data> many => new(many.Select(d => Native(d.Value))),
            IReadOnlyDictionary<string, Data> => throw NoNames(),
            Array { Rank: 1 } rows when rows.GetType().GetElementType()!.IsArray => new(rows.Cast<object?>().Select(Native)),
            var one => new(Native(one)),
        };
    }

    /// <summary>Batches in any form; texts are one array.</summary>
    internal static AdaptData Of<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items is IEnumerable<string> texts ? new(new StringTensor([.. texts])) : new(items.Select(i => Native(i)));
    }

    /// <summary>An array with its own element type: a mean of doubles is computed in doubles.</summary>
    private static Tensor Native(object? value) => value switch
    {
        Tensor tensor => tensor is ScalarTensor scalar ? scalar.ToTensor(scalar.dtype) : tensor,
        NDArray array => array,
        string[] texts => new StringTensor(texts),
        string[,] texts => new StringTensor([.. texts.Cast<string>()], (texts.GetLength(0), texts.GetLength(1))),
        IEnumerable<string> texts => new StringTensor([.. texts]),
        Array array => Kernel.FromArray(array),
        Batch batch => batch.x,
        Data data => Of(data).Whole ?? throw new ArgumentException("A batch for adapt must be one array."),
        System.Runtime.CompilerServices.ITuple { Length: > 0 } pair => Native(pair[0]),
        _ => throw new ArgumentException($"adapt() takes an array, a tensor, a PyDataset, or batches of arrays or tensors. Received: {value?.GetType().Name ?? "null"}."),
    };

    private static IEnumerable<Tensor> Items(PyDataset dataset, int? steps)
    {
        var count = dataset.num_batches ?? steps ?? throw new ArgumentException("adapt() needs `steps` for a PyDataset without end.");
        for (var i = 0; i < count; i++) yield return dataset.GetItem(i).x;
    }

    private static ArgumentException NoNames() => new("adapt() takes one array, not arrays by name. Adapt a layer to each of them, or use keras.utils.FeatureSpace.");
}
