using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Keras.Backend;
using NumSharp;

namespace Keras;

/// <summary>Results by name: what a step or an epoch gave. Values are read from the engine when somebody asks.</summary>
/// <remarks>
/// Names come in alphabetical order, as Keras hands them to callbacks. A metric of several values (<c>F1Score(average: null)</c>) counts
/// as their mean, as the progress bar shows it; <see cref="array"/> has them all.
/// </remarks>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal);
    private Func<Logs>? _later;

    /// <summary>Makes empty results, to be filled: <c>new() { ["loss"] = loss }</c>.</summary>
    public Logs()
    {
    }

    /// <summary>Results that are computed when the first of them is read.</summary>
    internal Logs(Func<Logs> later) => _later = later;

    /// <summary>Results of tensors by name, as a step of your own gives them.</summary>
    [return: NotNullIfNotNull(nameof(values))]
    public static implicit operator Logs?(Dictionary<string, Tensor>? values)
    {
        if (values is null) return null;
        var logs = new Logs();
        foreach (var (name, value) in values) logs.Add(name, value);
        return logs;
    }

    private SortedDictionary<string, object> Values
    {
        get
        {
            if (_later is { } later)
            {
                _later = null;
                foreach (var (name, value) in later()._values) _values[name] = value;
            }
            return _values;
        }
    }

    /// <summary>The result of a name; it can be set to a number, or to a tensor that is read when somebody asks.</summary>
    /// <param name="key">Name such as <c>val_loss</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such result.</exception>
    public LogValue this[string key]
    {
        get => Number(key);
        set => Values[key] = value.Tensor is { } tensor ? tensor.keep() : (double)value;
    }

    double IReadOnlyDictionary<string, double>.this[string key] => Number(key);

    private double Number(string key) => Values.TryGetValue(key, out var value) ? Read(value)
        : throw new KeyNotFoundException($"There is no result named '{key}'. Available: {string.Join(", ", Values.Keys)}.");

    /// <summary>Sets a result that is a tensor of one element; it is read when somebody asks.</summary>
    /// <param name="key">Name.</param>
    /// <param name="value">A scalar.</param>
    public void Add(string key, Tensor value) => Values[key] = value.keep();

    /// <summary>Sets a result.</summary>
    /// <param name="key">Name.</param>
    /// <param name="value">A number.</param>
    public void Add(string key, double value) => Values[key] = value;

    internal void AddDeferred(string key, Func<Tensor> value) => _values[key] = value;

    internal static double Read(object value) => value switch
    {
        double d => d,
        Func<Tensor> f => ReadDeferred(f),
        Tensor t => Kernel.Item(t.size == 1 ? t : Ops.mean(t)),
        NDArray a => a.ToArray<double>().Average(),
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static double ReadDeferred(Func<Tensor> value)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        return Read(value());
    }

    /// <summary>The results as numbers and arrays, read now.</summary>
    internal Logs Snapshot()
    {
        var now = new Logs();
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        foreach (var (name, value) in Values)
        {
            var read = value is Func<Tensor> later ? later() : value;
            now._values[name] = read is Tensor { size: not 1 } several ? Kernel.ToNumpy(Ops.cast(several, "float64")) : Read(read);
        }
        return now;
    }

    /// <summary>All values of a result that has several; <see langword="null"/> for a number.</summary>
    /// <param name="key">Name.</param>
    public NDArray? array(string key) => Values.GetValueOrDefault(key) switch
    {
        NDArray several => several,
        Func<Tensor> or Tensor => Snapshot()._values[key] as NDArray,
        _ => null,
    };

    /// <summary>Takes over a result as it is, a number or an array.</summary>
    internal void Take(string key, Logs from, string name) => Values[key] = from.Values[name];

    /// <inheritdoc/>
    public int Count => Values.Count;

    /// <summary>The names, in alphabetical order.</summary>
    public IEnumerable<string> Keys => Values.Keys;

    IEnumerable<double> IReadOnlyDictionary<string, double>.Values => Values.Values.Select(Read);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        if (Values.TryGetValue(key, out var raw))
        {
            value = Read(raw);
            return true;
        }
        value = 0;
        return false;
    }

    /// <summary>The result of a name, or <see langword="null"/> where there is none.</summary>
    /// <param name="key">Name.</param>
    public double? get(string key) => TryGetValue(key, out var value) ? value : null;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Values.Select(p => KeyValuePair.Create(p.Key, Read(p.Value))).ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The results as Python writes a dictionary.</summary>
    public override string ToString() => "{" + string.Join(", ", this.Select(p => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{p.Key}': {p.Value}"))) + "}";
}
