using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>The values of one result over the epochs, which prints as Python's list.</summary>
internal sealed class EpochValues : List<double>
{
    /// <inheritdoc/>
    public override string ToString() => PythonText.List(this);
}
