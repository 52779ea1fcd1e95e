namespace Keras.Saving;

/// <summary>
/// While open, objects that occur several times in a configuration are known by a number, as in <c>.keras</c> files: the second and all later
/// occurrences bear it. The first does not, because Keras has copied it by the time the second turns up.
/// </summary>
internal sealed class SharedObjects : IDisposable
{
    [ThreadStatic] private static SharedObjects? t_current;

    private readonly SharedObjects? _outer;
    private readonly Dictionary<Config, object> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Config, object?> _before = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, object> _made = new(StringComparer.Ordinal);
    private bool _policySeen;

    private SharedObjects()
    {
        _outer = t_current;
        t_current = this;
    }

    internal static SharedObjects? Current => t_current;

    internal static SharedObjects Open() => new();

    /// <summary>Notes what object a configuration describes.</summary>
    internal void Note(object value, Config config) => _objects[config] = value;

    /// <summary>Notes what Keras serializes before a configuration and leaves out of it: the cell of a recurrent layer.</summary>
    internal void NoteBefore(Config config, object? hidden) => _before[config] = hidden;

    /// <summary>Numbers the objects that occur more than once in a complete configuration.</summary>
    internal void Number(object? root)
    {
        var numbers = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Walk(root);

        void Walk(object? value)
        {
            switch (value)
            {
                case Config config:
                    if (_before.TryGetValue(config, out var hidden)) Walk(hidden);
                    // Layers inside are serialized before what else their owner has.
                    foreach (var key in new[] { "layers", "layer", "backward_layer", "cell", "cells" })
                        if (config.TryGetValue(key, out var first)) Walk(first);
                    foreach (var key in config.Keys.ToArray())
                        if (key is not ("layers" or "layer" or "backward_layer" or "cell" or "cells")) Walk(config[key]);
                    if (_objects.TryGetValue(config, out var described) && !seen.Add(described))
                    {
                        if (!numbers.TryGetValue(described, out var number)) numbers[described] = number = numbers.Count + 1;
                        config["shared_object_id"] = number;
                    }
                    break;
                case System.Collections.IList list:
                    foreach (var item in list) Walk(item);
                    break;
            }
        }
    }

    /// <summary>The object made before under the number of a configuration.</summary>
    internal object? Find(Config serialized) => Id(serialized) is { } id ? _made.GetValueOrDefault(id) : null;

    /// <summary>Remembers an object under the number of its configuration.</summary>
    internal void Remember(Config serialized, object? made)
    {
        if (made is not null && Id(serialized) is { } id) _made.TryAdd(id, made);
    }

    /// <summary>Whether a policy of dtypes is that which all objects of the file share: the first one, which bears no number, and those with one.</summary>
    internal bool IsCommonPolicy(Config serialized)
    {
        if (Id(serialized) is not null) return true;
        if (_policySeen) return false;
        return _policySeen = true;
    }

    private static string? Id(Config serialized) => serialized.Get("shared_object_id") is { } id ? Convert.ToString(id, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>Closes the scope.</summary>
    public void Dispose() => t_current = _outer;
}
