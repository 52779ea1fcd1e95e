using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>What a tensor is, at a few nanoseconds each: for loops over the many small tensors of a training step.</summary>
internal static unsafe class TensorInfo
{
    private const string Library = "torch_cpu";

    internal static bool IsContiguous(Tensor tensor)
    {
        byte result;
        aoti_torch_is_contiguous(tensor.Handle, &result);
        GC.KeepAlive(tensor);
        return result != 0;
    }

    internal static ScalarType DType(Tensor tensor)
    {
        int result;
        aoti_torch_get_dtype(tensor.Handle, &result);
        GC.KeepAlive(tensor);
        return (ScalarType)result;
    }

    internal static long Count(Tensor tensor)
    {
        long result;
        aoti_torch_get_numel(tensor.Handle, &result);
        GC.KeepAlive(tensor);
        return result;
    }

    internal static bool IsOnCpu(Tensor tensor)
    {
        int result;
        aoti_torch_get_device_type(tensor.Handle, &result);
        GC.KeepAlive(tensor);
        return result == 0;
    }

    /// <summary>The address of the first element. Keep the tensor alive while it is used.</summary>
    internal static void* DataPointer(Tensor tensor)
    {
        void* pointer;
        aoti_torch_get_data_ptr(tensor.Handle, &pointer);
        return pointer;
    }

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_is_contiguous(IntPtr tensor, byte* result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_dtype(IntPtr tensor, int* result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_numel(IntPtr tensor, long* result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_device_type(IntPtr tensor, int* result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_data_ptr(IntPtr tensor, void** result);
}
