namespace Keras.Backend;

/// <summary>
/// Owns the tensors that a thread makes while the scope is open, and frees them when it closes, all but those kept.
/// </summary>
/// <remarks>
/// Waiting for the garbage collector would hold every activation of a step for seconds; the scope returns its memory at once.
/// Scopes nest; a kept tensor moves to the scope outside, or to the garbage collector where there is none.
/// A scope belongs to its thread: never await while one is open.
/// </remarks>
internal sealed class TensorScope : IDisposable
{
    [ThreadStatic] private static TensorScope? t_current;
    [ThreadStatic] private static Stack<List<Tensor>>? t_lists;

    private readonly TensorScope? _outer;
    private readonly List<Tensor> _owned;
    private bool _closed;
    private bool _left;

    internal TensorScope()
    {
        _outer = t_current;
        t_lists ??= new();
        _owned = t_lists.Count > 0 ? t_lists.Pop() : new(64);
        t_current = this;
    }

    internal static TensorScope? Current => t_current;

    /// <summary>Closes the view on outer scopes: tensors made until disposal belong to the garbage collector.</summary>
    internal static Suspension Suspend()
    {
        var outer = t_current;
        t_current = null;
        return new(outer);
    }

    internal void Add(Tensor tensor) => _owned.Add(tensor);

    /// <summary>Lets a tensor outlive this scope.</summary>
    internal T Keep<T>(T tensor) where T : Tensor
    {
        tensor.MoveTo(this, _outer);
        return tensor;
    }

    /// <summary>Lets the scope outside go on, while the tensors made here stay until disposal, which may then happen on any thread.</summary>
    internal void Leave()
    {
        if (_closed) return;
        _left = true;
        t_current = _outer;
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        if (!_left) t_current = _outer;
        foreach (var tensor in _owned) tensor.CloseScope(this);
        _owned.Clear();
        if (!_left) t_lists!.Push(_owned);
    }

    internal readonly struct Suspension(TensorScope? outer) : IDisposable
    {
        public void Dispose() => t_current = outer;
    }
}
