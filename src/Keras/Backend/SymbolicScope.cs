namespace Keras.Backend;

/// <summary>Says that what happens while it is open is the symbolic stage (keras/src/backend/common/symbolic_scope.py).</summary>
/// <remarks>
/// Penalties on weights are then those of the variables themselves, also inside a <see cref="StatelessScope"/> that gives the variables other values.
/// </remarks>
[KerasExport("keras.SymbolicScope")]
public sealed class SymbolicScope : IDisposable
{
    [ThreadStatic] private static SymbolicScope? t_current;
    private readonly SymbolicScope? _outer;

    /// <summary>Opens the scope.</summary>
    public SymbolicScope()
    {
        _outer = t_current;
        t_current = this;
    }

    /// <summary>Whether a scope is open on this thread.</summary>
    internal static bool Active => t_current is not null;

    /// <summary>Closes the scope.</summary>
    public void Dispose() => t_current = _outer;
}
