using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Nadam, Adam with Nesterov momentum; slots: first and second moment.</summary>
internal readonly struct NadamRule : IUpdateRule
{
    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly float _next;
    private readonly float _rest;
    private readonly float _nextCorrection;
    private readonly float _correction;
    private readonly float _correction2;

    /// <param name="step">Number of this step, counted from 1.</param>
    /// <param name="product">The product of the momentum schedule over all earlier steps, 1 at first; see <see cref="Product"/>.</param>
    /// <param name="learning_rate">Learning rate.</param>
    /// <param name="beta_1">Decay of the first moment.</param>
    /// <param name="beta_2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    internal NadamRule(long step, float product, double learning_rate, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-7)
    {
        _rate = (float)learning_rate;
        _beta1 = beta_1;
        _beta2 = beta_2;
        _epsilon = epsilon;
        float now = Momentum((float)beta_1, step);
        _next = Momentum((float)beta_1, step + 1);
        _rest = 1 - now;
        Product = product * now;
        _correction = 1 - Product;
        _nextCorrection = 1 - Product * _next;
        _correction2 = 1 - MathF.Pow((float)beta_2, step);
    }

    /// <summary>The product of the momentum schedule including this step: the next step's <c>product</c>.</summary>
    internal float Product { get; }

    public int Slots => 2;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> m, ref Vector<float> v, ref Vector<float> slot2)
    {
        m = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - _beta1)), m * (float)_beta1);
        v = Vector.FusedMultiplyAdd(gradient * gradient, new Vector<float>((float)(1 - _beta2)), v * (float)_beta2);
        var first = m * _next / new Vector<float>(_nextCorrection) + gradient * _rest / new Vector<float>(_correction);
        var second = v / new Vector<float>(_correction2);
        variable -= first * (float)_rate / (Vector.SquareRoot(second) + new Vector<float>((float)_epsilon));
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var m = slots[0];
        var v = slots[1];
        m.mul_(Scalars.Of(_beta1)).add_(gradient, Scalars.Of(1 - _beta1));
        v.mul_(Scalars.Of(_beta2)).add_(gradient.mul(gradient), Scalars.Of(1 - _beta2));
        var first = m.mul(Scalars.Of((double)_next)).div_(Scalars.Of((double)_nextCorrection)).add_(gradient.mul(Scalars.Of((double)_rest)).div_(Scalars.Of((double)_correction)), Scalars.One);
        var second = v.div(Scalars.Of((double)_correction2));
        variable.sub_(first.mul_(Scalars.Of(_rate)).div_(second.sqrt_().add_(Scalars.Of(_epsilon), Scalars.One)));
    }

    private static float Momentum(float beta_1, long step) => beta_1 * (1f - 0.5f * MathF.Pow(0.96f, step));
}
