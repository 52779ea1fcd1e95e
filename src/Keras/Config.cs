namespace Keras;

/// <summary>A configuration: names and plain values, in order, as <c>get_config</c> gives it and files hold it.</summary>
/// <remarks>
/// Values are <see langword="null"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
/// lists of such values, and further configurations.
/// </remarks>
public sealed class Config : OrderedDictionary<string, object?>
{
    /// <summary>Makes an empty configuration.</summary>
    public Config() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Makes a copy (not a deep one) of a configuration.</summary>
    /// <param name="other">What to copy.</param>
    public Config(IEnumerable<KeyValuePair<string, object?>> other) : base(other, StringComparer.Ordinal)
    {
    }

    /// <summary>The value of a name, or <see langword="null"/> where the name is missing.</summary>
    /// <param name="name">The name.</param>
    public object? Get(string name) => TryGetValue(name, out var value) ? value : null;

    /// <summary>Removes a name and gives its value, or <see langword="null"/> where it was missing.</summary>
    /// <param name="name">The name.</param>
    public object? Pop(string name)
    {
        if (!TryGetValue(name, out var value)) return null;
        Remove(name);
        return value;
    }

    /// <summary>The configuration as Python prints its dictionary.</summary>
    public override string ToString() => Utils.PythonText.Of(this);
}
