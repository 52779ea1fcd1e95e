using Keras.Backend.Native;

namespace Keras.Backend;

/// <summary>Gradients of tensors that are no scalars, with a weight for each of their elements.</summary>
internal static partial class Kernel
{
    /// <summary>A tensor of the same values from which a gradient graph starts.</summary>
    internal static Tensor Watched(Tensor x) => Run("watch", x, static t =>
    {
        var leaf = t.detach();
        leaf.requires_grad = true;
        return leaf;
    });

    /// <summary>The sum over the outputs of their gradients; <see langword="null"/> for an input on which none depends.</summary>
    /// <param name="outputs">What is differentiated.</param>
    /// <param name="inputs">With respect to what.</param>
    /// <param name="weights">One weight of the shape of each output.</param>
    /// <param name="differentiable">Whether the result can itself be differentiated.</param>
    internal static Tensor?[] WeightedGradients(Tensor[] outputs, Tensor[] inputs, Tensor[] weights, bool differentiable)
    {
        GradMode.EnsureThread();
        if (!Array.Exists(outputs, o => Read("gradient", o, static t => t.requires_grad))) return new Tensor?[inputs.Length];
        var result = SafeGrad.Grad(Array.ConvertAll(outputs, o => o.T), Array.ConvertAll(inputs, i => i.T), Array.ConvertAll(weights, w => (TorchSharp.torch.Tensor?)w.T), true, differentiable);
        GC.KeepAlive(outputs);
        GC.KeepAlive(inputs);
        GC.KeepAlive(weights);
        return Array.ConvertAll(result, g => g is null ? null : new Tensor(g));
    }
}
