using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>RMSprop; slots: mean of squares, then with <c>centered</c> the mean gradient, then with momentum the velocity.</summary>
internal readonly struct RmspropRule(double learning_rate, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false) : IUpdateRule
{
    private readonly double _rate = (float)learning_rate;
    private readonly double _rho = rho;
    private readonly double _momentum = momentum;
    private readonly double _epsilon = epsilon;
    private readonly bool _centered = centered;

    public int Slots => 1 + (_centered ? 1 : 0) + (_momentum > 0 ? 1 : 0);

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> squares, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        var keep = new Vector<float>((float)_rho);
        var take = new Vector<float>((float)(1 - _rho));
        squares = Vector.FusedMultiplyAdd(gradient * gradient, take, squares * keep);
        var divisor = squares + new Vector<float>((float)_epsilon);
        if (_centered)
        {
            slot1 = Vector.FusedMultiplyAdd(gradient, take, slot1 * keep);
            divisor -= slot1 * slot1;
        }
        var increment = gradient * (float)_rate / Vector.SquareRoot(divisor);
        if (_momentum > 0)
        {
            ref var velocity = ref _centered ? ref slot2 : ref slot1;
            velocity = velocity * (float)_momentum + increment;
            increment = velocity;
        }
        variable -= increment;
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        var keep = Scalars.Of(_rho);
        var take = Scalars.Of(1 - _rho);
        slots[0].mul_(keep).add_(gradient.mul(gradient), take);
        var divisor = slots[0].add(Scalars.Of(_epsilon), Scalars.One);
        if (_centered)
        {
            slots[1].mul_(keep).add_(gradient, take);
            divisor.sub_(slots[1].mul(slots[1]));
        }
        var increment = gradient.mul(Scalars.Of(_rate)).div_(divisor.sqrt_());
        if (_momentum > 0)
            increment = slots[^1].mul_(Scalars.Of(_momentum)).add_(increment, Scalars.One);
        variable.sub_(increment);
    }
}
