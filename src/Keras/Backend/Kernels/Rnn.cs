using Keras.Backend.Native;

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

    internal static (Tensor Outputs, Tensor H) Gru(Tensor x, Tensor h, Tensor kernel, Tensor recurrent, Tensor? bias, bool training)
    {
        Tensor[] operands = bias is null ? [x, h, kernel, recurrent] : [x, h, kernel, recurrent, bias];
        var r = RunMany("gru", operands, t =>
        {
            var (outputs, last) = RnnOps.Gru(t[0], t[1], t[2], t[3], t.Length > 4 ? t[4] : null, training);
            return [outputs, last];
        });
        return (r[0], r[1]);
    }

    internal static (Tensor Outputs, Tensor H) SimpleRnn(Tensor x, Tensor h, Tensor kernel, Tensor recurrent, Tensor? bias, bool relu, bool training)
    {
        Tensor[] operands = bias is null ? [x, h, kernel, recurrent] : [x, h, kernel, recurrent, bias];
        var r = RunMany("simple_rnn", operands, t =>
        {
            var (outputs, last) = RnnOps.SimpleRnn(t[0], t[1], t[2], t[3], t.Length > 4 ? t[4] : null, relu, training);
            return [outputs, last];
        });
        return (r[0], r[1]);
    }
}
