namespace Keras.Backend;

/// <summary>The dtype in which layers of a mixed policy see their float variables.</summary>
internal readonly struct AutocastScope : IDisposable
{
    [ThreadStatic] private static string? t_current;
    private readonly string? _before;

    internal AutocastScope(string? dtype)
    {
        _before = t_current;
        t_current = dtype;
    }

    internal static string? Current => t_current;

    public void Dispose() => t_current = _before;
}
