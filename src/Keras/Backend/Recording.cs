using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace Keras.Backend;

/// <summary>What a function reads, draws and changes while it is computed, so that it can be computed again with the same result.</summary>
/// <remarks>
/// While a recording is open on a thread, tensors, variables, seed generators and layers tell it what happens to them. The repetition gives every
/// tensor from outside the value it had, even where it has been freed since, every draw its first outcome, and leaves nothing changed.
/// </remarks>
internal sealed class Recording : IDisposable
{
    private static volatile int s_open;
    [ThreadStatic] private static Recording? t_current;

    // Tensors from outside that were read, by identity.
    private readonly Dictionary<Tensor, torch.Tensor> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, Tensor> _before = new(ReferenceEqualityComparer.Instance);
    private readonly List<(uint, uint)> _draws = [];
    private readonly List<(Layer Layer, Tensor Loss)> _losses = [];
    private readonly (Variable, Tensor)[] _stateless = StatelessValues.Snapshot();
    private readonly string? _autocast = AutocastScope.Current;
    private readonly bool? _training = CallContext.Said;
    private readonly byte[] _random = Kernel.GlobalRandomState();

    private TensorScope _scope;
    private Recording? _outer;
    private Dictionary<Tensor, torch.Tensor>? _substitutes;
    private int _drawn;

    /// <summary>Begins to record what happens inside a scope that was just opened.</summary>
    internal Recording(TensorScope scope)
    {
        _scope = scope;
        Open();
    }

    /// <summary>Whether any thread records.</summary>
    internal static bool Any => s_open > 0;

    /// <summary>The recording of this thread.</summary>
    internal static Recording? Current => s_open > 0 ? t_current : null;

    /// <summary>Whether the function is being computed again.</summary>
    internal bool IsRepetition => _substitutes is not null;

    /// <summary>The tensors from outside, as they were when they were read; those that require a gradient have their history.</summary>
    internal IReadOnlyDictionary<Tensor, torch.Tensor> Reads => _read;

    /// <summary>The penalties that layers added.</summary>
    internal IReadOnlyList<(Layer Layer, Tensor Loss)> Losses => _losses;

    /// <summary>The native tensor of a tensor.</summary>
    internal static torch.Tensor? Resolve(Tensor tensor, torch.Tensor? own)
    {
        for (var at = t_current; at is not null; at = at._outer)
        {
            if (at._substitutes is null || !at._substitutes.TryGetValue(tensor, out var substitute)) continue;
            own = substitute;
            break;
        }
        if (own is not null && t_current is { IsRepetition: false } recording) recording.Read(tensor, own);
        return own;
    }

    private void Read(Tensor tensor, torch.Tensor native)
    {
        if (tensor is not ScalarTensor && !_scope.Contains(tensor.Scope)) _read.TryAdd(tensor, native);
    }

    /// <summary>Notes the value that a variable has before it is first changed.</summary>
    internal void Changing(Variable variable)
    {
        if (IsRepetition || _before.ContainsKey(variable)) return;
        using var _ = TensorScope.Suspend();
        using var off = GradMode.Off();
        _before[variable] = Kernel.Clone(variable.Raw);
    }

    /// <summary>A draw of a seed generator: the first time what the generator gives, then the same again.</summary>
    internal (uint, uint) Draw(Func<(uint, uint)> draw)
    {
        if (IsRepetition && _drawn < _draws.Count) return _draws[_drawn++];
        var drawn = _outer is not null ? _outer.Draw(draw) : draw();
        if (!IsRepetition) _draws.Add(drawn);
        return drawn;
    }

    /// <summary>Keeps a penalty that a layer adds: it leaves the function as one of its outputs.</summary>
    internal bool TakesLoss(Layer layer, Tensor loss)
    {
        if (loss.Scope is { } scope) loss.MoveTo(scope, _scope);
        _losses.Add((layer, loss));
        return true;
    }

    /// <summary>Computes the function again.</summary>
    /// <param name="scope">The scope that was just opened for it.</param>
    /// <param name="substitutes">What stands for the tensors from outside.</param>
    /// <param name="compute">The function.</param>
    /// <param name="use">What to do with the result and the penalties, before the repetition ends.</param>
    internal TResult Repeat<TResult>(TensorScope scope, Dictionary<Tensor, torch.Tensor> substitutes, Func<Tensor> compute, Func<Tensor, IReadOnlyList<(Layer, Tensor)>, TResult> use)
    {
        // 1. The surroundings of the first time.
        var random = Kernel.GlobalRandomState();
        (_scope, _substitutes, _drawn) = (scope, substitutes, 0);
        _losses.Clear();
        using var repetition = Open();
        using var context = CallContext.Again(_training);
        using var cast = new AutocastScope(_autocast);
        using var values = new StatelessValues(Values(), takesAll: true);
        Kernel.SetGlobalRandomState(_random);
        try
        {
            // 2. The function.
            return use(compute(), _losses);
        }
        finally
        {
            Kernel.SetGlobalRandomState(random);
            _losses.Clear();
            _substitutes = null;
        }
    }

    private IEnumerable<(Variable, Tensor)> Values()
    {
        // A repetition changes the copies again: the values themselves are kept for the next.
        foreach (var (variable, value) in _before) yield return (variable, Kernel.Clone(value));
        foreach (var (variable, value) in _stateless)
            if (!_before.ContainsKey(variable)) yield return (variable, value);
    }

    private Recording Open()
    {
        _outer = t_current;
        t_current = this;
        Interlocked.Increment(ref s_open);
        return this;
    }

    /// <summary>Ends the recording, or the repetition.</summary>
    public void Dispose()
    {
        t_current = _outer;
        _outer = null;
        Interlocked.Decrement(ref s_open);
    }

    /// <summary>Frees the values that were kept.</summary>
    internal void Free()
    {
        foreach (var value in _before.Values) value.Free();
        _before.Clear();
        _read.Clear();
    }

    /// <summary>Ends with keeping the values of the tensors themselves: what is read from now on is given by substitutes.</summary>
    internal void ForgetReads() => _read.Clear();
}
