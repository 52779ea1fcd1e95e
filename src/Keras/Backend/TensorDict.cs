using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Keras.Backend;

namespace Keras;

/// <summary>Named tensors as one value: the inputs or outputs of a model that has names for them.</summary>
public sealed class TensorDict : Tensor, IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Tensor> _items;

    /// <summary>Makes a dictionary of tensors; the order of the pairs is kept.</summary>
    /// <param name="items">Names and tensors.</param>
    public TensorDict(IEnumerable<KeyValuePair<string, Tensor>> items) => _items = new(items, StringComparer.Ordinal);

    /// <summary>Makes an empty dictionary, to be filled: <c>new TensorDict { ["a"] = x, ["b"] = y }</c>.</summary>
    public TensorDict() : this([])
    {
    }

    /// <summary>How many tensors there are.</summary>
    public int Count => _items.Count;

    /// <summary>The tensor of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public Tensor this[string key]
    {
        get => _items.TryGetValue(key, out var item) ? item : throw new KeyNotFoundException($"There is no tensor named '{key}'. Available: {string.Join(", ", _items.Keys)}.");
        init => _items[key] = value;
    }

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => _items.Keys;

    /// <summary>The tensors, in order.</summary>
    public IEnumerable<Tensor> Values => _items.Values;

    /// <summary>Not defined for a dictionary; the shapes are those of its items.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override TensorShape shape => throw NotOne();

    /// <inheritdoc/>
    public override int ndim => throw NotOne();

    /// <inheritdoc/>
    public override string dtype => throw NotOne();

    /// <inheritdoc/>
    public override long size => throw NotOne();

    internal override long[] Dims => throw NotOne();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public new IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private InvalidOperationException NotOne() =>
        new($"A dictionary of {_items.Count} tensors ({string.Join(", ", _items.Keys)}) was used where one tensor is expected. Take one of them by name.");

    private protected override TorchSharp.torch.Tensor Materialize() => throw NotOne();

    /// <inheritdoc/>
    public override NumSharp.NDArray numpy() => throw NotOne();

    /// <summary>Names and tensors between braces.</summary>
    public override string ToString() => "{" + string.Join(", ", _items.Select(p => $"'{p.Key}': {p.Value}")) + "}";
}
