using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Schedule-free AdamW (Defazio and others, 2024); slots: the sequence that gradients move, second moment.</summary>
internal readonly struct ScheduleFreeRule : IUpdateRule
{
    private readonly float _rate;
    private readonly float _beta1;
    private readonly float _rest1;
    private readonly float _rest2;
    private readonly float _epsilon;
    private readonly float _correction2;
    private readonly float _weight;

    /// <param name="step">Number of this step, counted from 1.</param>
    /// <param name="learning_rate">Learning rate.</param>
    /// <param name="beta_1">How far the variable lies from the moved sequence toward the mean.</param>
    /// <param name="beta_2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    internal ScheduleFreeRule(long step, double learning_rate, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-8)
    {
        _rate = (float)learning_rate;
        _beta1 = (float)beta_1;
        _rest1 = 1 - _beta1;
        _rest2 = 1 - (float)beta_2;
        _epsilon = (float)epsilon;
        _correction2 = 1 - MathF.Pow((float)beta_2, step);
        _weight = 1f / step;
    }

    public int Slots => 2;

    // Porting note: the mean is recovered from the variable with the moved sequence of after this step, not of before it as in the paper:
    // Keras reads its sequence after the update on torch and TensorFlow, where a variable's value follows the variable.
    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> moved, ref Vector<float> v, ref Vector<float> slot2)
    {
        v += (gradient * gradient - v) * _rest2;
        moved -= gradient * _rate / (Vector.SquareRoot(v / new Vector<float>(_correction2)) + new Vector<float>(_epsilon));
        var near = moved * _rest1;
        var mean = (variable - near) / new Vector<float>(_beta1);
        mean = mean * (1 - _weight) + moved * _weight;
        variable = near + mean * _beta1;
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var moved = slots[0];
        var v = slots[1];
        v.add_(gradient.mul(gradient).sub_(v).mul_(Scalars.Of((double)_rest2)), Scalars.One);
        moved.sub_(gradient.mul(Scalars.Of((double)_rate)).div_(v.div(Scalars.Of((double)_correction2)).sqrt_().add_(Scalars.Of((double)_epsilon), Scalars.One)));
        var near = moved.mul(Scalars.Of((double)_rest1));
        var mean = variable.sub(near).div_(Scalars.Of((double)_beta1));
        mean.mul_(Scalars.Of((double)(1 - _weight))).add_(moved.mul(Scalars.Of((double)_weight)), Scalars.One);
        variable.copy_(mean.mul_(Scalars.Of((double)_beta1)).add_(near, Scalars.One));
    }
}
