using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls on complex numbers, on the bits of numbers and on diagonals.</summary>
internal static partial class Kernel
{
    internal static Tensor Angle(Tensor x) => Run("angle", x, static t => t.angle());

    internal static Tensor Conj(Tensor x) => Run("conj", x, static t => t.conj_physical());

    internal static Tensor Real(Tensor x) => Run("real", x, static t => t.real);

    internal static Tensor Imag(Tensor x) => Run("imag", x, static t => t.imag);

    /// <summary>The same memory read as another dtype. The caller has checked that the sizes fit.</summary>
    internal static Tensor Bitcast(Tensor x, string dtype) =>
        Run("view", x, t => Dispatcher.Call("aten::view"u8, "dtype"u8, Dispatcher.Arg(t), Dispatcher.Arg((long)DTypes.Native(dtype))));

    internal static Tensor Diag(Tensor x, long k) => Run("diag", x, t => t.diag(k));

    internal static Tensor Diagflat(Tensor x, long k) => Run("diagflat", x, t => t.diagflat(k));

    internal static Tensor Diagonal(Tensor x, long offset, long axis1, long axis2) => Run("diagonal", x, t => t.diagonal(offset, axis1, axis2));

    internal static (Tensor Sign, Tensor LogAbsDet) Slogdet(Tensor x)
    {
        var r = RunMany("slogdet", [x], static t =>
        {
            var (sign, log) = torch.linalg.slogdet(t[0]);
            return [sign, log];
        });
        return (r[0], r[1]);
    }
}
