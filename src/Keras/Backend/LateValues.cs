namespace Keras.Backend;

/// <summary>While open on this thread, new variables take their first values only when somebody asks for them: a file that is being loaded overwrites them anyway.</summary>
internal readonly struct LateValues : IDisposable
{
    [ThreadStatic] private static int t_open;

    internal static bool Active => t_open > 0;

    internal static LateValues Open()
    {
        t_open++;
        return new();
    }

    public void Dispose() => t_open--;
}
