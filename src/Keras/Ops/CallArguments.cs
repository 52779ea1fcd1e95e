namespace Keras;

/// <summary>The arguments of a call of an operation: positional ones, then named ones, as a functional model records them.</summary>
public sealed class CallArguments
{
    /// <summary>Makes arguments of positional values.</summary>
    /// <param name="args">Tensors, or plain values where an operation takes such.</param>
    public CallArguments(params object?[] args) => Args = [.. args];

    /// <summary>Positional arguments: tensors (also <see cref="TensorList"/>, <see cref="TensorDict"/>) and plain values.</summary>
    public List<object?> Args { get; }

    /// <summary>Named arguments.</summary>
    public Config Kwargs { get; } = new();

    /// <summary>The first positional tensor.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Tensor First => Args.Count > 0 && Args[0] is Tensor t ? t
        : throw new InvalidOperationException("The call has no tensor as its first argument.");

    /// <summary>Whether the caller asked for training behaviour; <see langword="null"/> where it did not say.</summary>
    public bool? Training
    {
        get => Kwargs.Get("training") as bool?;
        set => Kwargs["training"] = value;
    }

    /// <summary>A named argument that is a tensor, or <see langword="null"/>.</summary>
    /// <param name="name">Name of the argument.</param>
    public Tensor? Tensor(string name) => Kwargs.Get(name) as Tensor;

    internal IEnumerable<Tensor> Tensors()
    {
        foreach (var arg in Args.Concat(Kwargs.Values))
            foreach (var t in Flatten(arg)) yield return t;
    }

    /// <summary>The same arguments with every tensor replaced.</summary>
    internal CallArguments Map(Func<Tensor, Tensor> replace)
    {
        var mapped = new CallArguments([.. Args.Select(a => MapValue(a, replace))]);
        foreach (var (name, value) in Kwargs) mapped.Kwargs[name] = MapValue(value, replace);
        return mapped;
    }

    private static IEnumerable<Tensor> Flatten(object? value) => value switch
    {
        Tensor t => Nest.Flatten(t),
        IEnumerable<object?> list => list.SelectMany(Flatten),
        _ => [],
    };

    private static object? MapValue(object? value, Func<Tensor, Tensor> replace) => value switch
    {
        Tensor t => Nest.Map(t, replace),
        List<object?> list => list.Select(v => MapValue(v, replace)).ToList(),
        Tensor[] list => list.Select(t => Nest.Map(t, replace)).ToArray(),
        _ => value,
    };
}
