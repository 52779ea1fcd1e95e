namespace Keras.Backend;

/// <summary>Other values for variables while a stateless call runs on this thread.</summary>
internal sealed class StatelessValues : IDisposable
{
    [ThreadStatic] private static StatelessValues? t_current;
    private readonly StatelessValues? _outer;
    private readonly Dictionary<Variable, Tensor> _values;

    private readonly bool _takesAll;

    /// <summary>Puts values in the place of those of variables.</summary>
    /// <param name="values">Variables and values.</param>
    /// <param name="takesAll">Whether assignments to other variables stay in here too.</param>
    internal StatelessValues(IEnumerable<(Variable, Tensor)> values, bool takesAll = false)
    {
        _takesAll = takesAll;
        _values = values.ToDictionary(p => p.Item1, p => p.Item2, ReferenceEqualityComparer.Instance as IEqualityComparer<Variable>);
        _outer = t_current;
        t_current = this;
    }

    /// <summary>The values that stand for variables on this thread now.</summary>
    internal static (Variable, Tensor)[] Snapshot() => t_current is null ? [] : [.. t_current._values.Select(p => (p.Key, p.Value))];

    internal static bool TryGet(Variable variable, out Tensor value)
    {
        if (t_current is null)
        {
            value = null!;
            return false;
        }
        return t_current._values.TryGetValue(variable, out value!);
    }

    /// <summary>What an assignment changes: the variable's own tensor, or the value that stands for it.</summary>
    internal static Tensor Target(Variable variable, Tensor own)
    {
        if (t_current is null) return own;
        if (t_current._values.TryGetValue(variable, out var value)) return value;
        return t_current._takesAll ? t_current._values[variable] = Kernel.Clone(own) : own;
    }

    internal Tensor? ValueOf(Variable variable) => _values.GetValueOrDefault(variable);

    internal void Set(Variable variable, Tensor value) => _values[variable] = value;

    public void Dispose() => t_current = _outer;
}
