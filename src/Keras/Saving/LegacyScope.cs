namespace Keras.Saving;

/// <summary>While open, layers inside models are serialized as .h5 files of all ages hold them: class name and configuration, no module.</summary>
internal readonly struct LegacyScope : IDisposable
{
    [ThreadStatic] private static bool t_active;
    private readonly bool _before;

    private LegacyScope(bool active)
    {
        _before = t_active;
        t_active = active;
    }

    internal static bool Active => t_active;

    internal static LegacyScope Open() => new(true);

    public void Dispose() => t_active = _before;
}
