using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// Operations with number arguments that TorchSharp converts on the fly: such a number may be finalized while the operation runs, so the call is made here, with numbers that are never freed.
/// </summary>
internal static partial class ScalarCalls
{
    private const string Library = "LibTorchSharp";

    private static readonly IntPtr s_one = THSTorch_float64_to_scalar(1);
    private static readonly IntPtr s_twenty = THSTorch_float64_to_scalar(20);

    /// <summary>log(1 + exp(x)), and x itself above 20, where both are the same in floats.</summary>
    internal static Tensor Softplus(Tensor x)
    {
        var result = THSTensor_softplus(x.Handle, s_one, s_twenty);
        GC.KeepAlive(x);
        return result != IntPtr.Zero ? Tensor.UnsafeCreateTensor(result) : throw new ExternalException(Marshal.PtrToStringAnsi(THSTorch_get_and_reset_last_err()) ?? "softplus failed");
    }

    [LibraryImport(Library)]
    private static partial IntPtr THSTorch_float64_to_scalar(double value);

    [LibraryImport(Library)]
    private static partial IntPtr THSTensor_softplus(IntPtr tensor, IntPtr beta, IntPtr threshold);

    [LibraryImport(Library)]
    private static partial IntPtr THSTorch_get_and_reset_last_err();
}
