namespace Keras.Legacy.Preprocessing;

/// <summary>One name of a column, or several.</summary>
public readonly struct TableColumns
{
    private TableColumns(string[] names, bool isList) => (Names, IsList) = (names, isList);

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether a list was given.</summary>
    public bool IsList { get; }

    /// <summary>One column.</summary>
    /// <param name="name">Its name.</param>
    public static implicit operator TableColumns(string name) => new([name], false);

    /// <summary>Several columns.</summary>
    /// <param name="names">Their names.</param>
    public static implicit operator TableColumns(string[] names) => new(names, true);
}
