using NumSharp;

namespace Keras.Datasets.Formats;

/// <summary>A NumPy array from a pickle, as it is put together.</summary>
internal sealed class PickledArray
{
    private ArrayDescription? _description;
    private ReadOnlyMemory<byte> _data;

    /// <summary>The items of an array of Python objects; null for arrays of numbers.</summary>
    public IReadOnlyList<object?>? Objects { get; private set; }

    /// <summary>Size of each dimension.</summary>
    public long[] Shape => _description?.Shape ?? [];

    /// <summary>The bytes of an array of uint8 in C order; null for others.</summary>
    public ReadOnlyMemory<byte>? Bytes => _description is { Type: "u1", FortranOrder: false } d && _data.Length >= d.Count ? _data[..(int)d.Count] : null;

    /// <summary>Fills the array from the tuple (version, shape, dtype, Fortran order, data) that NumPy pickles.</summary>
    public void SetState(object? state)
    {
        if (state is not object?[] { Length: 5 } parts || parts[1] is not object?[] sizes || parts[2] is not PickledDtype dtype) throw new InvalidDataException("an array in it has an unknown form");
        var shape = Array.ConvertAll(sizes, s => s as long? ?? throw new InvalidDataException("an array in it has no proper shape"));
        _description = ArrayDescription.Parse(dtype.Descr, shape, parts[3] is true or 1L);
        if (dtype.Descr.TrimStart('|') == "O")
        {
            if (parts[4] is not PickledList list || list.Count != _description.Count) throw new InvalidDataException("an array of objects in it is incomplete");
            Objects = [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
            return;
        }
        _data = parts[4] as PickledBytes is { } bytes ? bytes.Data : throw new InvalidDataException("an array in it has no data");
    }

    /// <summary>The array of numbers.</summary>
    public NDArray ToNDArray() => (_description ?? throw new InvalidDataException("an array in it is empty")).Read(_data.Span);
}
