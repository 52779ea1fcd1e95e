using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The moments of Adam alone: the variable stays as it is; slots: first and second moment.</summary>
internal readonly struct MomentsRule(double beta_1, double beta_2) : IUpdateRule
{
    public int Slots => 2;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> m, ref Vector<float> v, ref Vector<float> slot2)
    {
        m = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - beta_1)), m * (float)beta_1);
        v = Vector.FusedMultiplyAdd(gradient * gradient, new Vector<float>((float)(1 - beta_2)), v * (float)beta_2);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        slots[0].mul_(Scalars.Of(beta_1)).add_(gradient, Scalars.Of(1 - beta_1));
        slots[1].mul_(Scalars.Of(beta_2)).add_(gradient.mul(gradient), Scalars.Of(1 - beta_2));
    }
}
