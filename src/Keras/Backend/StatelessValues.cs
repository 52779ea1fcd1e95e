namespace Keras.Backend;

/// <summary>Other values for variables while a stateless call runs on this thread.</summary>
internal sealed class StatelessValues : IDisposable
{
    [ThreadStatic] private static StatelessValues? t_current;
    private readonly StatelessValues? _outer;
    private readonly Dictionary<Variable, Tensor> _values;

    internal StatelessValues(IEnumerable<(Variable, Tensor)> values)
    {
        _values = values.ToDictionary(p => p.Item1, p => p.Item2, ReferenceEqualityComparer.Instance as IEqualityComparer<Variable>);
        _outer = t_current;
        t_current = this;
    }

    internal static bool TryGet(Variable variable, out Tensor value)
    {
        if (t_current is null)
        {
            value = null!;
            return false;
        }
        return t_current._values.TryGetValue(variable, out value!);
    }

    public void Dispose() => t_current = _outer;
}
