using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Adamax, Adam with the infinity norm; slots: first moment, largest gradient.</summary>
internal readonly struct AdamaxRule : IUpdateRule
{
    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly float _correction;

    /// <param name="step">Number of this step, counted from 1.</param>
    /// <param name="learning_rate">Learning rate.</param>
    /// <param name="beta_1">Decay of the first moment.</param>
    /// <param name="beta_2">Decay of the largest gradient.</param>
    /// <param name="epsilon">Added to the largest gradient.</param>
    internal AdamaxRule(long step, double learning_rate, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-7)
    {
        _rate = (float)learning_rate;
        _beta1 = beta_1;
        _beta2 = beta_2;
        _epsilon = epsilon;
        _correction = 1 - MathF.Pow((float)beta_1, step);
    }

    public int Slots => 2;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> m, ref Vector<float> u, ref Vector<float> slot2)
    {
        m = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - _beta1)), m * (float)_beta1);
        u = Vector.Max(u * (float)_beta2, Vector.Abs(gradient));
        variable -= m * (float)_rate / ((u + new Vector<float>((float)_epsilon)) * _correction);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        slots[0].mul_(Scalars.Of(_beta1)).add_(gradient, Scalars.Of(1 - _beta1));
        slots[1].copy_(maximum(slots[1].mul(Scalars.Of(_beta2)), gradient.abs()));
        variable.sub_(slots[0].mul(Scalars.Of(_rate)).div_(slots[1].add(Scalars.Of(_epsilon), Scalars.One).mul_(Scalars.Of((double)_correction))));
    }
}
