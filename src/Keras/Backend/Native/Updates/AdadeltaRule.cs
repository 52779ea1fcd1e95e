using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Adadelta; slots: mean of squared gradients, mean of squared changes.</summary>
internal readonly struct AdadeltaRule(double learning_rate, double rho = 0.95, double epsilon = 1e-7) : IUpdateRule
{
    private readonly double _rate = (float)learning_rate;
    private readonly double _rho = rho;
    private readonly double _epsilon = epsilon;

    public int Slots => 2;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> gradients, ref Vector<float> changes, ref Vector<float> slot2)
    {
        var keep = new Vector<float>((float)_rho);
        var take = new Vector<float>((float)(1 - _rho));
        var epsilon = new Vector<float>((float)_epsilon);
        gradients = Vector.FusedMultiplyAdd(gradient * gradient, take, gradients * keep);
        var change = -(Vector.SquareRoot(changes + epsilon) * gradient / Vector.SquareRoot(gradients + epsilon));
        changes = Vector.FusedMultiplyAdd(change * change, take, changes * keep);
        variable = Vector.FusedMultiplyAdd(change, new Vector<float>((float)_rate), variable);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var keep = Scalars.Of(_rho);
        var take = Scalars.Of(1 - _rho);
        var epsilon = Scalars.Of(_epsilon);
        slots[0].mul_(keep).add_(gradient.mul(gradient), take);
        var change = slots[1].add(epsilon, Scalars.One).sqrt_().mul_(gradient).div_(slots[0].add(epsilon, Scalars.One).sqrt_()).neg_();
        slots[1].mul_(keep).add_(change.mul(change), take);
        variable.add_(change, Scalars.Of(_rate));
    }
}
