namespace Keras.Saving;

/// <summary>Names for your own classes and functions while it is open, for loading files that use them.</summary>
/// <remarks><c>using (keras.saving.custom_object_scope(new() { ["MyLayer"] = typeof(MyLayer) })) model = load_model(path);</c></remarks>
[KerasExport("keras.saving.CustomObjectScope", "keras.saving.custom_object_scope", "keras.utils.CustomObjectScope", "keras.utils.custom_object_scope", Former = ["keras.utils.generic_utils.CustomObjectScope"])]
public sealed class CustomObjectScope : IDisposable
{
    [ThreadStatic] private static CustomObjectScope? t_current;

    private readonly CustomObjectScope? _outer;
    private readonly Dictionary<string, object>? _objects;

    /// <summary>Opens the scope on this thread.</summary>
    /// <param name="custom_objects">Names, and for each a class (<c>typeof(MyLayer)</c>), an object or a function.</param>
    public CustomObjectScope(Dictionary<string, object>? custom_objects)
    {
        _objects = custom_objects;
        _outer = t_current;
        t_current = this;
    }

    internal static object? Find(string name)
    {
        for (var scope = t_current; scope is not null; scope = scope._outer)
            if (scope._objects is not null && scope._objects.TryGetValue(name, out var found)) return found;
        return null;
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose() => t_current = _outer;
}
