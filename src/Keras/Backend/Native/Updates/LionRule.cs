using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Lion, which moves by the sign of a moment; slot: the moment.</summary>
internal readonly struct LionRule(double learning_rate, double beta_1 = 0.9, double beta_2 = 0.99) : IUpdateRule
{
    private readonly double _rate = (float)learning_rate;
    private readonly double _beta1 = beta_1;
    private readonly double _beta2 = beta_2;

    public int Slots => 1;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> m, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        var direction = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - _beta1)), m * (float)_beta1);
        var rate = new Vector<float>((float)_rate);
        variable -= Vector.ConditionalSelect(
            Vector.GreaterThan(direction, Vector<float>.Zero), rate,
            Vector.ConditionalSelect(Vector.LessThan(direction, Vector<float>.Zero), -rate, Vector<float>.Zero));
        m = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - _beta2)), m * (float)_beta2);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var m = slots[0];
        variable.sub_(m.mul(Scalars.Of(_beta1)).add_(gradient, Scalars.Of(1 - _beta1)).sign_().mul_(Scalars.Of(_rate)));
        m.mul_(Scalars.Of(_beta2)).add_(gradient, Scalars.Of(1 - _beta2));
    }
}
