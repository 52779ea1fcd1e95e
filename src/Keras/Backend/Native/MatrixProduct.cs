using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Matrix products into memory that is there already: no allocation and no wrapper a call. CPU only, while nothing is recorded.</summary>
internal static class MatrixProduct
{
    internal static void Into(Tensor result, Tensor a, Tensor b) => Check(aoti_torch_cpu_mm_out(result.Handle, a.Handle, b.Handle), result, a, b);

    /// <summary>The product plus a tensor that its shape broadcasts from, which may be the result itself.</summary>
    internal static void Into(Tensor result, Tensor a, Tensor b, Tensor plus)
    {
        Check(aoti_torch_cpu_addmm_out(result.Handle, plus.Handle, a.Handle, b.Handle, 1, 1), result, a, b);
        GC.KeepAlive(plus);
    }

    private static void Check(int status, Tensor result, Tensor a, Tensor b)
    {
        GC.KeepAlive(result);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        if (status != 0) throw new InvalidOperationException("A matrix product failed; libtorch wrote the reason to the standard error stream.");
    }

    [DllImport("torch_cpu")]
    private static extern int aoti_torch_cpu_mm_out(IntPtr result, IntPtr a, IntPtr b);

    [DllImport("torch_cpu")]
    private static extern int aoti_torch_cpu_addmm_out(IntPtr result, IntPtr plus, IntPtr a, IntPtr b, double beta, double alpha);
}
