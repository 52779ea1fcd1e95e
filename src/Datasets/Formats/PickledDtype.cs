namespace Keras.Datasets.Formats;

/// <summary>A NumPy dtype from a pickle.</summary>
/// <param name="name">Kind and size: u1, i8, O8, …</param>
internal sealed class PickledDtype(string name)
{
    private string _order = "=";

    /// <summary>Order, kind and size: <c>&lt;i8</c>; O for objects whatever their size.</summary>
    public string Descr => name.StartsWith('O') ? "O" : _order + name;

    /// <summary>Takes the byte order from the tuple (version, order, …) that NumPy pickles.</summary>
    public void SetState(object? state)
    {
        if (state is not object?[] { Length: >= 2 } parts || PickledBytes.Text(parts[1]) is not { Length: 1 } order) throw new InvalidDataException("a dtype in it has an unknown form");
        _order = order;
    }
}
