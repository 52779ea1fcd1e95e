using Keras.Backend;

namespace Keras;

/// <summary>Records what is computed while it is open, to give gradients: <c>using var tape = new GradientTape();</c>.</summary>
/// <remarks>
/// Trainable variables are watched by themselves; other tensors with <see cref="watch"/>. The same as TensorFlow's tape, over the engine's own gradients.
/// A tape belongs to the thread that opened it. Inside another tape its gradients are recorded too, so that they can be differentiated again.
/// </remarks>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic] private static int t_open;

    private readonly bool _persistent;
    private GradMode? _mode;
    private bool _used;

    /// <summary>Opens a tape.</summary>
    /// <param name="persistent">Whether <see cref="gradient(Tensor, Tensor)"/> may be called more than once.</param>
    /// <param name="watch_accessed_variables">Kept for the signature of TensorFlow: trainable variables are always watched.</param>
    public GradientTape(bool persistent = false, bool watch_accessed_variables = true)
    {
        _persistent = persistent;
        _mode = GradMode.On();
        t_open++;
    }

    /// <summary>Whether gradients of gradients may be asked for on this thread.</summary>
    internal static bool IsNested => t_open > 1;

    /// <summary>Lets the gradient with respect to a tensor be asked for. Call it before computing with the tensor.</summary>
    /// <param name="tensor">A float tensor, or a list of them.</param>
    public void watch(Tensor tensor)
    {
        foreach (var t in Nest.Flatten(tensor))
        {
            if (!DTypes.IsFloat(t.dtype)) throw new ArgumentException($"Only float tensors have gradients. Received: dtype {t.dtype}. Cast the tensor to float32 first.");
            Kernel.RequireGrad(t, true);
        }
    }

    /// <summary>The gradient of a result with respect to a tensor.</summary>
    /// <param name="target">What was computed; the sum of its elements is differentiated.</param>
    /// <param name="source">A watched tensor or a variable.</param>
    /// <returns>A tensor of the source's shape; <see langword="null"/> where the target does not depend on it.</returns>
    /// <exception cref="InvalidOperationException">The tape was used already and is not persistent.</exception>
    public Tensor? gradient(Tensor target, Tensor source) => Gradients(target, [source])[0];

    /// <summary>The gradient of a result with respect to a variable.</summary>
    /// <param name="target">What was computed.</param>
    /// <param name="source">A trainable variable.</param>
    public Tensor? gradient(Tensor target, Variable source) => Gradients(target, [source.Raw])[0];

    /// <summary>The gradients of a result with respect to variables.</summary>
    /// <param name="target">What was computed.</param>
    /// <param name="sources">Variables, such as <c>model.trainable_variables</c>.</param>
    /// <returns>One a variable, in the same order.</returns>
    public IReadOnlyList<Tensor?> gradient(Tensor target, IReadOnlyList<Variable> sources) => Gradients(target, [.. sources.Select(s => s.Raw)]);

    /// <summary>The gradients of a result with respect to tensors.</summary>
    /// <param name="target">What was computed.</param>
    /// <param name="sources">Watched tensors.</param>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public IReadOnlyList<Tensor?> gradient(Tensor target, IReadOnlyList<Tensor> sources) => Gradients(target, [.. sources]);

    private Tensor?[] Gradients(Tensor target, Tensor[] sources)
    {
        if (_used && !_persistent)
            throw new InvalidOperationException("A non-persistent GradientTape can only be used to compute one set of gradients. Open it with persistent: true to ask again.");
        _used = true;
        if (!_persistent) stop_recording();
        using var scope = new TensorScope();
        Tensor total;
        using (GradMode.On())
        {
            var flat = Nest.Flatten(target).Select(t => t.size == 1 ? t : Kernel.SumAll(t)).ToArray();
            total = flat.Length == 1 ? flat[0] : flat.Aggregate((a, b) => a + b);
        }
        // Another open tape records what this one computes.
        var gradients = Kernel.Gradients(total, sources, _persistent, t_open > (_mode is null ? 0 : 1));
        foreach (var g in gradients)
            if (g is not null) scope.Keep(g);
        return gradients;
    }

    /// <summary>Stops recording; gradients can still be asked for.</summary>
    public void stop_recording()
    {
        if (_mode is null) return;
        _mode?.Dispose();
        _mode = null;
        t_open--;
    }

    /// <summary>Stops recording.</summary>
    public void Dispose() => stop_recording();
}
