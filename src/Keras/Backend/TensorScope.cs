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

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        t_current = _outer;
        foreach (var tensor in _owned) tensor.CloseScope(this);
        _owned.Clear();
        t_lists!.Push(_owned);
    }

    /// <summary>Closes the scope without freeing what it owns: the tensors are the caller's now.</summary>
    internal Tensor[] Release()
    {
        Tensor[] owned = [.. _owned.Where(t => t.LeaveScope(this))];
        _owned.Clear();
        Dispose();
        return owned;
    }

    /// <summary>Whether a scope is this one or lies inside it.</summary>
    internal bool Contains(TensorScope? scope)
    {
        for (; scope is not null; scope = scope._outer)
            if (scope == this) return true;
        return false;
    }

    internal readonly struct Suspension(TensorScope? outer) : IDisposable
    {
        public void Dispose() => t_current = outer;
    }
}
