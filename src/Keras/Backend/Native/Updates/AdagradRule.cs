using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Adagrad; slot: sum of squares.</summary>
internal readonly struct AdagradRule(double learning_rate, double epsilon = 1e-7) : IUpdateRule
{
    private readonly double _rate = (float)learning_rate;
    private readonly double _epsilon = epsilon;

    public int Slots => 1;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> squares, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        squares += gradient * gradient;
        variable -= gradient * (float)_rate / Vector.SquareRoot(squares + new Vector<float>((float)_epsilon));
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        slots[0].add_(gradient.mul(gradient), Scalars.One);
        variable.sub_(gradient.mul(Scalars.Of(_rate)).div_(slots[0].add(Scalars.Of(_epsilon), Scalars.One).sqrt_()));
    }
}
