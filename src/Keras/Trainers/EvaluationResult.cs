using System.Collections;
using NumSharp;

namespace Keras;

/// <summary>What evaluate and the on-batch methods give: the loss and the metrics, in order and by name.</summary>
/// <remarks>Takes apart: <c>var (loss, accuracy) = model.evaluate(x, y);</c>; a cast to <see cref="double"/> gives the loss.</remarks>
public sealed class EvaluationResult : IReadOnlyList<double>
{
    private readonly (string Name, double Value)[] _values;
    private readonly bool _asDictionary;
    private readonly Logs _logs;

    internal EvaluationResult(IEnumerable<string> names, Logs logs, bool asDictionary)
    {
        _logs = logs;
        var values = names.Select(n => (n, (double)logs[n]));
        _asDictionary = asDictionary;
        _values = asDictionary ? [.. values.OrderBy(v => v.Item1, StringComparer.Ordinal)] : [.. values];
    }

    /// <summary>How many results there are.</summary>
    public int Count => _values.Length;

    /// <summary>The result at a place: the loss is 0.</summary>
    public double this[int index] => _values[index].Value;

    /// <summary>The result of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such result.</exception>
    public double this[string name] => Array.FindIndex(_values, v => v.Name == name) is >= 0 and var i ? _values[i].Value
        : throw new KeyNotFoundException($"There is no result named '{name}'. Available: {string.Join(", ", _values.Select(v => v.Name))}.");

    /// <summary>All values of a result that has several, of which the others show the mean; <see langword="null"/> for a number.</summary>
    /// <param name="name">Name of the result.</param>
    public NDArray? array(string name) => _logs.array(name);

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _values.Select(v => v.Name)];

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => _values.Select(v => v.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes two results apart.</summary>
    public void Deconstruct(out double first, out double second) => (first, second) = (this[0], this[1]);

    /// <summary>Takes three results apart.</summary>
    public void Deconstruct(out double first, out double second, out double third) => (first, second, third) = (this[0], this[1], this[2]);

    /// <summary>The first result: the loss.</summary>
    // Explicit: Console.WriteLine would otherwise take the result for a number, and print the loss alone.
    public static explicit operator double(EvaluationResult result) => result[0];

    /// <summary>The results as Python prints them: a number, a list, or a dictionary where return_dict was asked for.</summary>
    public override string ToString()
    {
        static string N(double v) => Utils.PythonFormat.Repr(v);
        if (_asDictionary) return "{" + string.Join(", ", _values.Select(v => $"'{v.Name}': {N(v.Value)}")) + "}";
        return Count == 1 ? N(this[0]) : "[" + string.Join(", ", _values.Select(v => N(v.Value))) + "]";
    }
}
