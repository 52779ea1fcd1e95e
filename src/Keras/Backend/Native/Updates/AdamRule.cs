using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Adam (Kingma and Ba, 2014), as Keras orders it; slots: first moment, second moment and, for AMSGrad, the largest second moment.</summary>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly float _alpha;
    private readonly bool _amsgrad;

    /// <param name="step">Number of this step, counted from 1.</param>
    /// <param name="learning_rate">Learning rate.</param>
    /// <param name="beta_1">Decay of the first moment.</param>
    /// <param name="beta_2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    /// <param name="amsgrad">Whether the largest second moment so far divides.</param>
    internal AdamRule(long step, double learning_rate, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
    {
        _beta1 = beta_1;
        _beta2 = beta_2;
        _epsilon = epsilon;
        _amsgrad = amsgrad;
        float power1 = MathF.Pow((float)beta_1, step), power2 = MathF.Pow((float)beta_2, step);
        _alpha = (float)learning_rate * MathF.Sqrt(1 - power2) / (1 - power1);
    }

    public int Slots => _amsgrad ? 3 : 2;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> m, ref Vector<float> v, ref Vector<float> largest)
    {
        m = Vector.FusedMultiplyAdd(gradient, new Vector<float>((float)(1 - _beta1)), m * (float)_beta1);
        v = Vector.FusedMultiplyAdd(gradient * gradient, new Vector<float>((float)(1 - _beta2)), v * (float)_beta2);
        var divisor = v;
        if (_amsgrad)
            divisor = largest = Vector.Max(largest, v);
        variable -= m * _alpha / (Vector.SquareRoot(divisor) + new Vector<float>((float)_epsilon));
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var m = slots[0];
        var v = slots[1];
        m.mul_(Scalars.Of(_beta1)).add_(gradient, Scalars.Of(1 - _beta1));
        v.mul_(Scalars.Of(_beta2)).add_(gradient.mul(gradient), Scalars.Of(1 - _beta2));
        var divisor = _amsgrad ? slots[2].copy_(maximum(slots[2], v)) : v;
        variable.sub_(m.mul(Scalars.Of((double)_alpha)).div_(divisor.sqrt().add_(Scalars.Of(_epsilon), Scalars.One)));
    }
}
