using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Decoupled weight decay and then another rule, in one pass over memory.</summary>
internal readonly struct DecayedRule<TRule>(TRule rule, float factor) : IUpdateRule where TRule : unmanaged, IUpdateRule
{
    public int Slots => rule.Slots;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        variable *= factor;
        rule.Apply(ref variable, gradient, ref slot0, ref slot1, ref slot2);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        variable.mul_(Scalars.Of((double)factor));
        rule.Apply(variable, gradient, slots);
    }
}
