namespace Keras.Datasets.Formats;

/// <summary>A list from a pickle; integers, of which data sets hold millions, are kept unboxed while there is nothing else.</summary>
internal sealed class PickledList
{
    private List<long>? _integers = [];
    private List<object?>? _objects;
    private int[]? _converted;

    /// <summary>Number of items.</summary>
    public int Count => _integers?.Count ?? _objects!.Count;

    /// <summary>The item at a place.</summary>
    public object? this[int index] => _integers is not null ? _integers[index] : _objects![index];

    /// <summary>Adds items.</summary>
    public void Add(ReadOnlySpan<PickledValue> items)
    {
        _integers?.EnsureCapacity(_integers.Count + items.Length);
        foreach (ref readonly var item in items)
        {
            if (_integers is not null && item.IsInteger)
            {
                _integers.Add(item.Integer);
                continue;
            }
            if (_integers is not null)
            {
                _objects = _integers.ConvertAll(static i => (object?)i);
                _integers = null;
            }
            _objects!.Add(item.Boxed);
        }
    }

    /// <summary>The items as integers; null when the list has others.</summary>
    /// <exception cref="InvalidDataException">An integer has more than 32 bits.</exception>
    public int[]? ToIntegers()
    {
        if (_integers is null) return null;
        return _converted ??= _integers.ConvertAll(static i => i == (int)i ? (int)i : throw new InvalidDataException($"the number {i} does not fit into 32 bits")).ToArray();
    }
}
