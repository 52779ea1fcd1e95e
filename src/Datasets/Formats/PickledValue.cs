namespace Keras.Datasets.Formats;

/// <summary>A value on the stack of a pickle: an integer or an object.</summary>
internal readonly struct PickledValue
{
    private static readonly object IntegerTag = new();
    private readonly object? _object;

    /// <summary>Holds an integer.</summary>
    public PickledValue(long integer)
    {
        _object = IntegerTag;
        Integer = integer;
    }

    /// <summary>Holds an object, or null for Python's None.</summary>
    public PickledValue(object? value) => _object = value;

    /// <summary>Whether this is an integer.</summary>
    public bool IsInteger => ReferenceEquals(_object, IntegerTag);

    /// <summary>The integer, if it is one.</summary>
    public long Integer { get; }

    /// <summary>The value as an object.</summary>
    public object? Boxed => IsInteger ? Integer : _object;
}
