using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Gradient descent with optional momentum, also Nesterov's; slots: with momentum, the velocity.</summary>
internal readonly struct SgdRule(double learning_rate, double momentum = 0, bool nesterov = false) : IUpdateRule
{
    private readonly double _rate = (float)learning_rate;
    private readonly double _momentum = momentum;
    private readonly bool _nesterov = nesterov;

    public int Slots => _momentum != 0 ? 1 : 0;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> velocity, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        var negative = new Vector<float>((float)-_rate);
        if (_momentum == 0)
        {
            variable = Vector.FusedMultiplyAdd(gradient, negative, variable);
            return;
        }
        velocity = Vector.FusedMultiplyAdd(gradient, negative, velocity * (float)_momentum);
        variable = _nesterov
            ? Vector.FusedMultiplyAdd(velocity, new Vector<float>((float)_momentum), Vector.FusedMultiplyAdd(gradient, negative, variable))
            : variable + velocity;
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var negative = Scalars.Of(-_rate);
        if (_momentum == 0)
        {
            variable.add_(gradient, negative);
            return;
        }
        var velocity = slots[0];
        velocity.mul_(Scalars.Of(_momentum)).add_(gradient, negative);
        if (_nesterov)
            variable.add_(gradient, negative).add_(velocity, Scalars.Of(_momentum));
        else
            variable.add_(velocity, Scalars.One);
    }
}
