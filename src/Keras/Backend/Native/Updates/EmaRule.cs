using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>A running mean of the variables. Give the means as variables, and the variables as gradients.</summary>
internal readonly struct EmaRule(double momentum) : IUpdateRule
{
    private readonly float _keep = (float)momentum;

    public int Slots => 0;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1, ref Vector<float> slot2)
        => variable = variable * _keep + gradient * (1 - _keep);

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
        => variable.mul_(Scalars.Of((double)_keep)).add_(gradient.mul(Scalars.Of((double)(1 - _keep))), Scalars.One);
}
