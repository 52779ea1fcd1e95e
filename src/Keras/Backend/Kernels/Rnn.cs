using Keras.Backend.Native;
using Keras.Backend.Native.Recurrent;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Whole sequences through libtorch's recurrent kernels.</summary>
internal static partial class Kernel
{
    internal static (Tensor Outputs, Tensor H, Tensor C) Lstm(Tensor x, Tensor h, Tensor c, Tensor kernel, Tensor recurrent, Tensor? bias, bool training)
    {
        Tensor[] operands = bias is null ? [x, h, c, kernel, recurrent] : [x, h, c, kernel, recurrent, bias];
        var r = RunMany("lstm", operands, t =>
        {
            var (outputs, last, cell) = RnnOps.Lstm(t[0], t[1], t[2], t[3], t[4], t.Length > 5 ? t[5] : null, training);
            return [outputs, last, cell];
        });
        return (r[0], r[1], r[2]);
    }

    internal static (Tensor Outputs, Tensor H) Gru(Tensor x, Tensor h, Tensor kernel, Tensor recurrent, Tensor? bias, bool training) =>
        Sequence<GruCell>("GRU", x, h, kernel, recurrent, bias, t => RnnOps.Gru(t[0], t[1], t[2], t[3], t.Length > 4 ? t[4] : null, training));

    internal static (Tensor Outputs, Tensor H) SimpleRnn(Tensor x, Tensor h, Tensor kernel, Tensor recurrent, Tensor? bias, bool relu, bool training)
    {
        (torch.Tensor, torch.Tensor) Libtorch(torch.Tensor[] t) => RnnOps.SimpleRnn(t[0], t[1], t[2], t[3], t.Length > 4 ? t[4] : null, relu, training);
        return relu ? Sequence<ReluCell>("SimpleRNN", x, h, kernel, recurrent, bias, Libtorch) : Sequence<TanhCell>("SimpleRNN", x, h, kernel, recurrent, bias, Libtorch);
    }

    // Our own kernel is the faster where it fits. It has no second derivatives, which libtorch's has.
    private static (Tensor Outputs, Tensor H) Sequence<TCell>(string layer, Tensor x, Tensor h, Tensor kernel, Tensor recurrent, Tensor? bias,
        Func<torch.Tensor[], (torch.Tensor Outputs, torch.Tensor H)> libtorch) where TCell : struct, IRecurrentCell
    {
        var r = RunMany(layer, bias is null ? [x, h, kernel, recurrent] : [x, h, kernel, recurrent, bias], t =>
        {
            if (!GradientTape.IsNested && RecurrentNode<TCell>.Takes(t))
            {
                RnnOps.Check(layer, t[0], t[1], t[2], t[3], TCell.Gates);
                return [RecurrentNode<TCell>.Run(t)];
            }
            var (outputs, last) = libtorch(t);
            return [outputs, last];
        });
        return (r[0], r.Length > 1 ? r[1] : Select(r[0], 1, x.Dims[1] - 1));
    }
}
