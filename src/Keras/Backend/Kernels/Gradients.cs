using Keras.Backend.Native;

namespace Keras.Backend;

/// <summary>Gradients through libtorch, with errors in place of its process aborts.</summary>
internal static partial class Kernel
{
    /// <summary>The gradients of a scalar with respect to variables; <see langword="null"/> where none flows.</summary>
    internal static Tensor?[] Gradients(Tensor loss, IReadOnlyList<Variable> variables)
    {
        if (!Read("gradient", loss, static t => t.requires_grad)) return new Tensor?[variables.Count];
        var natives = new TorchSharp.torch.Tensor[variables.Count];
        for (var i = 0; i < natives.Length; i++) natives[i] = variables[i].Raw.T;
        return Wrap(() => SafeGrad.Grad(loss.T, natives), loss, variables);
    }

    internal static Tensor?[] Gradients(Tensor y, IReadOnlyList<Tensor> xs, bool retain, bool create = false)
    {
        if (!Read("gradient", y, static t => t.requires_grad)) return new Tensor?[xs.Count];
        var natives = new TorchSharp.torch.Tensor[xs.Count];
        for (var i = 0; i < natives.Length; i++) natives[i] = xs[i].T;
        return Wrap(() => SafeGrad.Grad([y.T], natives, [null], retain, create), y, xs);
    }

    private static Tensor?[] Wrap(Func<TorchSharp.torch.Tensor?[]> gradients, Tensor loss, object keep)
    {
        try
        {
            return Array.ConvertAll(gradients(), g => g is null ? null : new Tensor(g));
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw Failed("gradient", e, loss);
        }
        finally
        {
            GC.KeepAlive(loss);
            GC.KeepAlive(keep);
        }
    }
}
