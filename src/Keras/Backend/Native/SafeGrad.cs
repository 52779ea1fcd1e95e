using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// Gradients of outputs with respect to inputs, as a list.
/// </summary>
/// <remarks>
/// TorchSharp's own <c>torch.autograd.grad</c> does not catch C++ exceptions: an output without gradient, or a graph that is used twice,
/// ends the process. The same function called through TorchScript reports them.
/// </remarks>
internal static class SafeGrad
{
    private static readonly jit.CompilationUnit s_script = jit.compile("""
        def grad(ys: List[Tensor], xs: List[Tensor], retain: bool, create: bool):
            return torch.autograd.grad(ys, xs, None, retain, create, True)

        def grad_from(ys: List[Tensor], xs: List[Tensor], seeds: List[Tensor], retain: bool, create: bool):
            weights: List[Optional[Tensor]] = []
            for seed in seeds:
                weights.append(seed)
            return torch.autograd.grad(ys, xs, weights, retain, create, True)
        """ + "\n");

    /// <summary>The gradient of a scalar.</summary>
    internal static Tensor?[] Grad(Tensor y, Tensor[] xs, bool retain_graph = false, bool create_graph = false)
        => Grad([y], xs, null, retain_graph, create_graph);

    /// <summary>The sum over <paramref name="ys"/> of their gradients.</summary>
    /// <param name="ys">Outputs. Without <paramref name="grad_outputs"/> each is a scalar.</param>
    /// <param name="xs">Inputs, leaves or not.</param>
    /// <param name="grad_outputs">One weight of the shape of each output; a null entry means ones.</param>
    /// <param name="retain_graph">Whether the graph may be used again.</param>
    /// <param name="create_graph">Whether the result can itself be differentiated; the graph is kept then.</param>
    /// <returns>One gradient for each input, of its shape but with any strides; null where no output depends on it.</returns>
    /// <exception cref="InvalidOperationException">No output depends on anything that requires a gradient, or the graph was freed.</exception>
    /// <exception cref="ArgumentException">An output is not a scalar and has no weight, or a shape does not fit.</exception>
    internal static Tensor?[] Grad(Tensor[] ys, Tensor[] xs, Tensor?[]? grad_outputs = null, bool retain_graph = false, bool create_graph = false)
    {
        if (xs.Length == 0)
            return [];
        if (grad_outputs != null && grad_outputs.Length != ys.Length)
            throw new ArgumentException($"gradient: received {grad_outputs.Length} weights for {ys.Length} outputs; give one for each output, null for ones.", nameof(grad_outputs));
        retain_graph |= create_graph;
        object? result;
        using var pass = GradientNode.Begin(retain_graph);
        Tensor[]? seeds = null;
        bool[]? made = null;
        try
        {
            if (grad_outputs == null)
            {
                result = s_script.invoke("grad", ys, xs, retain_graph, create_graph);
            }
            else
            {
                made = [.. grad_outputs.Select(g => g is null)];
                seeds = [.. grad_outputs.Select((g, i) => g ?? ones_like(ys[i]))];
                result = s_script.invoke("grad_from", ys, xs, seeds, retain_graph, create_graph);
            }
        }
        catch (Exception e) when (NativeErrors.IsNative(e))
        {
            GradientNode.ThrowPending();
            throw NativeErrors.Translate("gradient", e);
        }
        finally
        {
            for (int i = 0; seeds != null && i < seeds.Length; i++)
                if (made![i])
                    seeds[i].Dispose();
        }
        GC.KeepAlive(ys);
        GC.KeepAlive(xs);
        GC.KeepAlive(grad_outputs);
        GradientNode.ThrowPending();
        var gradients = result as Tensor?[] ?? [.. ((object?[])result!).Select(o => o as Tensor)];
        for (int i = 0; i < gradients.Length; i++)
            if (gradients[i] is { IsInvalid: true })
                gradients[i] = null;
        return gradients;
    }
}
