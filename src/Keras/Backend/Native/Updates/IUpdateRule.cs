using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// How an optimizer changes the elements of a variable and of its slots, given the gradient.
/// </summary>
/// <remarks>
/// Both methods state the same arithmetic: the first for the fused pass over memory, the second with libtorch's in-place operations, for other dtypes and layouts.
/// Keras's order of operations is kept, with a fused multiply-add where libtorch's <c>add_(x, alpha)</c> uses one, so that both agree
/// to the last bit, but for square roots: those of libtorch's vector library may be off by one unit in the last place.
/// </remarks>
internal interface IUpdateRule
{
    /// <summary>How many slot tensors each variable has: 0 to 3.</summary>
    int Slots { get; }

    /// <summary>Updates some elements. Slots beyond <see cref="Slots"/> are ignored.</summary>
    void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1, ref Vector<float> slot2);

    /// <summary>Updates one variable. Called without gradient recording, inside a dispose scope.</summary>
    void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots);
}
