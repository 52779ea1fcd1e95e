using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Multiplies the variable: decoupled weight decay. Give the variables as gradients.</summary>
internal readonly struct ScaleRule(float factor) : IUpdateRule
{
    /// <summary>The factor of weight decay, computed in float32 as Keras does.</summary>
    internal static ScaleRule WeightDecay(double learning_rate, double weight_decay) => new(1 - (float)weight_decay * (float)learning_rate);

    public int Slots => 0;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1, ref Vector<float> slot2)
        => variable *= factor;

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots) => variable.mul_(Scalars.Of((double)factor));
}
