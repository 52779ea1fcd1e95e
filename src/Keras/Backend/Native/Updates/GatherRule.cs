using System.Numerics;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Gathers gradients over several batches: adds one to the sum, and divides by the number of batches at the last. Give the sums as variables.</summary>
internal readonly struct GatherRule(int divisor = 1) : IUpdateRule
{
    public int Slots => 0;

    public void Apply(ref Vector<float> variable, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1, ref Vector<float> slot2)
    {
        variable += gradient;
        if (divisor != 1)
            variable /= new Vector<float>((float)divisor);
    }

    public void Apply(Tensor variable, Tensor gradient, ReadOnlySpan<Tensor> slots)
    {
        variable.add_(gradient, Scalars.One);
        if (divisor != 1)
            variable.div_(Scalars.Of((double)divisor));
    }
}
