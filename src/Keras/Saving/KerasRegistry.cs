namespace Keras.Saving;

/// <summary>Knows which class or function stands behind every exported name.</summary>
/// <remarks>
/// Each assembly adds its table when it is loaded. A table is only a function until the first name is looked up,
/// so that loading costs next to nothing.
/// </remarks>
public static class KerasRegistry
{
    private static readonly Lock _gate = new();
    private static readonly List<Func<Entry[]>> _tables = [];
    private static Entry[] _entries = [];

    /// <summary>One exported class, static method or static property.</summary>
    /// <param name="Names">Full public names, the canonical one first.</param>
    /// <param name="Owner">The class, or the class that declares the member.</param>
    /// <param name="Member">Name of the method or property; null when the class itself is exported.</param>
    public readonly record struct Entry(string[] Names, Type Owner, string? Member);

    /// <summary>Every entry of every assembly that is loaded.</summary>
    internal static IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_gate)
            {
                while (_tables.Count > 0)
                {
                    // A table may load an assembly that adds one more.
                    var tables = _tables.ToArray();
                    _tables.Clear();
                    _entries = [.. _entries, .. tables.SelectMany(table => table())];
                }
                return _entries;
            }
        }
    }

    /// <summary>Adds the exports of an assembly; generated code calls it.</summary>
    /// <param name="table">Gives the entries; called once, when a name is first looked up.</param>
    public static void AddTable(Func<Entry[]> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_gate) _tables.Add(table);
    }
}
