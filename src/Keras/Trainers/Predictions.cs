using System.Collections;
using Keras.Backend;
using NumSharp;

namespace Keras;

/// <summary>The outputs of a model that has several: arrays in order, and by name.</summary>
public sealed class Predictions : IReadOnlyList<NDArray>
{
    private readonly NDArray[] _arrays;
    private readonly string[]? _names;

    internal Predictions(Tensor outputs, IReadOnlyList<string>? names)
    {
        if (outputs is TensorDict dict)
        {
            _names = [.. dict.Keys];
            _arrays = [.. dict.Values.Select(Kernel.ToNumpy)];
            return;
        }
        _arrays = [.. Nest.Flatten(outputs).Select(Kernel.ToNumpy)];
        _names = names?.Count == _arrays.Length ? [.. names] : null;
    }

    /// <summary>How many outputs there are.</summary>
    public int Count => _arrays.Length;

    /// <summary>The array of an output.</summary>
    public NDArray this[int index] => _arrays[index];

    /// <summary>The array of an output by name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such output.</exception>
    public NDArray this[string name] => _names is not null && Array.IndexOf(_names, name) is >= 0 and var i ? _arrays[i]
        : throw new KeyNotFoundException($"There is no output named '{name}'. Available: {string.Join(", ", _names ?? [])}.");

    /// <summary>Names of the outputs, where they have some.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <inheritdoc/>
    public IEnumerator<NDArray> GetEnumerator() => ((IEnumerable<NDArray>)_arrays).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _arrays.GetEnumerator();

    /// <summary>Takes two outputs apart.</summary>
    public void Deconstruct(out NDArray first, out NDArray second) => (first, second) = (this[0], this[1]);

    /// <summary>Takes three outputs apart.</summary>
    public void Deconstruct(out NDArray first, out NDArray second, out NDArray third) => (first, second, third) = (this[0], this[1], this[2]);
}
