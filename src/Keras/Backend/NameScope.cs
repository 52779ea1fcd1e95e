namespace Keras.Backend;

/// <summary>The names of the layers being built, which make the paths of their variables (keras/src/backend/common/name_scope.py).</summary>
[KerasExport("keras.name_scope")]
public sealed class NameScope : IDisposable
{
    [ThreadStatic] private static List<NameScope>? t_stack;

    private readonly string _name;
    private readonly object? _caller;
    private readonly string? _overrideParent;
    private readonly bool _pushed;

    /// <summary>Opens a scope: variables made in it have its name in their paths.</summary>
    /// <param name="name">The name, without a slash.</param>
    /// <param name="caller">Whose scope it is: opened twice in a row for the same object it counts once.</param>
    /// <param name="override_parent">Path that takes the place of the scopes around; those count where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The name is empty or has a slash.</exception>
    public NameScope(string name, object? caller = null, string? override_parent = null)
    {
        if (name.Length == 0 || name.Contains('/')) throw new ArgumentException($"Argument `name` must be a non-empty string without the character `/`. Received: name='{name}'.");
        _name = name;
        _caller = caller;
        _overrideParent = override_parent;
        t_stack ??= [];
        // A layer that opens its scope twice in a row (Apply, then build) names its variables once.
        if (t_stack.Count > 0 && caller is not null && ReferenceEquals(t_stack[^1]._caller, caller) && t_stack[^1]._name == name) return;
        t_stack.Add(this);
        _pushed = true;
    }

    internal static string CurrentPath
    {
        get
        {
            if (t_stack is null || t_stack.Count == 0) return "";
            var parts = new List<string>();
            foreach (var scope in t_stack)
            {
                if (scope._overrideParent is not null)
                {
                    parts.Clear();
                    parts.AddRange(scope._overrideParent.Split('/', StringSplitOptions.RemoveEmptyEntries));
                }
                parts.Add(scope._name);
            }
            return string.Join('/', parts);
        }
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        if (_pushed) t_stack!.RemoveAt(t_stack.Count - 1);
    }
}
