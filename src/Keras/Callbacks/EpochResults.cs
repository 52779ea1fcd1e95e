using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>The values of all results over the epochs, by name; it prints as Python's dictionary.</summary>
public sealed class EpochResults : OrderedDictionary<string, List<double>>
{
    internal EpochResults() : base(StringComparer.Ordinal)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => PythonText.Dictionary(this);
}
