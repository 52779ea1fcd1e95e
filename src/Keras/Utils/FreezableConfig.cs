using System.Collections;
using System.Dynamic;
using Keras.Saving;

namespace Keras.Utils;

/// <summary>Named values, set and read like entries or, through <c>dynamic</c>, like properties; they can be frozen (keras/src/utils/config.py).</summary>
/// <remarks>
/// <c>dynamic config = keras.utils.Config(("learning_rate", 0.1)); config.seed = 123; config.freeze();</c>.
/// What <c>get_config</c> gives is another class, <see cref="Config"/>.
/// </remarks>
[KerasExport("keras.utils.Config")]
public sealed class FreezableConfig : DynamicObject, IEnumerable<string>
{
    // Names less alike than this are not proposed.
    private const double Alike = 0.7;

    private readonly Config _config = [];

    /// <summary>Makes a configuration.</summary>
    /// <param name="values">Names and values.</param>
    public FreezableConfig(params (string name, object? value)[] values)
    {
        foreach (var (name, value) in values) _config[name] = value;
    }

    /// <summary>Whether changes are refused.</summary>
    public bool frozen { get; private set; }

    /// <summary>How many values there are.</summary>
    public int Count => _config.Count;

    /// <summary>The value of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidOperationException">It is set and the configuration is frozen.</exception>
    public object? this[string key]
    {
        get => _config.TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(Unknown(key));
        set
        {
            RefuseIfFrozen();
            _config[key] = value;
        }
    }

    /// <summary>Refuses changes from now on.</summary>
    public void freeze() => frozen = true;

    /// <summary>Allows changes again.</summary>
    public void unfreeze() => frozen = false;

    /// <summary>A dictionary of the values, which can be changed without effect on the configuration.</summary>
    public Config as_dict() => new(_config);

    /// <summary>The values as JSON.</summary>
    /// <exception cref="NotSupportedException">A value has no form in JSON.</exception>
    public string to_json() => PythonJson.Dump(_config);

    /// <summary>The names, in the order in which they were set.</summary>
    public IReadOnlyList<string> keys() => [.. _config.Keys];

    /// <summary>The values.</summary>
    public IReadOnlyList<object?> values() => [.. _config.Values];

    /// <summary>Names and values.</summary>
    public IReadOnlyList<(string name, object? value)> items() => [.. _config.Select(p => (p.Key, p.Value))];

    /// <summary>Removes a name and gives its value.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidOperationException">The configuration is frozen.</exception>
    public object? pop(string key)
    {
        RefuseIfFrozen();
        var value = this[key];
        _config.Remove(key);
        return value;
    }

    /// <summary>Removes a name and gives its value, or another where there is none.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">What to give where there is none.</param>
    /// <exception cref="InvalidOperationException">The configuration is frozen.</exception>
    public object? pop(string key, object? value)
    {
        RefuseIfFrozen();
        return _config.ContainsKey(key) ? _config.Pop(key) : value;
    }

    /// <summary>Sets values.</summary>
    /// <param name="values">Names and values.</param>
    /// <exception cref="InvalidOperationException">The configuration is frozen.</exception>
    public void update(params (string name, object? value)[] values)
    {
        RefuseIfFrozen();
        foreach (var (name, value) in values) _config[name] = value;
    }

    /// <summary>Sets values.</summary>
    /// <param name="values">A dictionary.</param>
    /// <exception cref="InvalidOperationException">The configuration is frozen.</exception>
    public void update(IEnumerable<KeyValuePair<string, object?>> values) => update([.. values.Select(p => (p.Key, p.Value))]);

    /// <summary>The value of a name, or another where there is none.</summary>
    /// <param name="keyname">The name.</param>
    /// <param name="value">What to give where there is none.</param>
    public object? get(string keyname, object? value = null) => _config.TryGetValue(keyname, out var found) ? found : value;

    /// <summary>Whether there is a name.</summary>
    /// <param name="key">The name.</param>
    public bool Contains(string key) => _config.ContainsKey(key);

    /// <summary>Removes a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidOperationException">The configuration is frozen.</exception>
    public void Remove(string key) => pop(key);

    /// <summary>The names in alphabetical order.</summary>
    public IEnumerator<string> GetEnumerator() => _config.Keys.Order(StringComparer.Ordinal).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = _config.TryGetValue(binder.Name, out var value) ? value : throw new MissingMemberException(Unknown(binder.Name));
        return true;
    }

    /// <inheritdoc/>
    public override bool TrySetMember(SetMemberBinder binder, object? value)
    {
        this[binder.Name] = value;
        return true;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> GetDynamicMemberNames() => _config.Keys;

    /// <summary>The configuration as Keras prints it.</summary>
    public override string ToString() => $"<Config {ConfigReflection.Show(_config)}>";

    private void RefuseIfFrozen()
    {
        if (frozen) throw new InvalidOperationException("Cannot mutate attribute(s) because the config is frozen. Call unfreeze() first.");
    }

    private string Unknown(string name)
    {
        var nearest = _config.Keys.Select(k => (Name: k, Likeness: Likeness(name, k))).Where(c => c.Likeness >= Alike).OrderByDescending(c => c.Likeness).Select(c => c.Name).FirstOrDefault();
        return $"Unknown attribute: '{name}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
    }

    /// <summary>How alike two texts are, from 0 to 1: twice the letters in common runs over all letters, the longest run first, as Python's difflib counts.</summary>
    private static double Likeness(string a, string b) => a.Length + b.Length == 0 ? 1 : 2.0 * Common(a, b) / (a.Length + b.Length);

    private static int Common(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (length, startA, startB) = (0, 0, 0);
        for (var i = 0; i < a.Length; i++)
            for (var j = 0; j < b.Length; j++)
            {
                var run = a[i..].CommonPrefixLength(b[j..]);
                if (run > length) (length, startA, startB) = (run, i, j);
            }
        return length == 0 ? 0 : length + Common(a[..startA], b[..startB]) + Common(a[(startA + length)..], b[(startB + length)..]);
    }
}
