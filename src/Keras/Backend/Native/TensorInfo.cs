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

    /// <summary>Whether the elements fill one block of memory without gaps or repetition, in any order of the dimensions.</summary>
    internal static bool IsDense(Tensor tensor)
    {
        if (IsContiguous(tensor))
            return true;
        var (sizes, strides) = Layout(tensor);
        Span<bool> done = stackalloc bool[sizes.Length];
        for (long expected = 1; ;)
        {
            int next = -1;
            int left = 0;
            for (int i = 0; i < sizes.Length; i++)
            {
                if (done[i] || sizes[i] == 1)
                    continue;
                left++;
                if (strides[i] == expected)
                    next = i;
            }
            if (left == 0 || next < 0)
            {
                GC.KeepAlive(tensor);
                return left == 0;
            }
            done[next] = true;
            expected *= sizes[next];
        }
    }

    /// <summary>Whether two dense tensors of one shape keep corresponding elements at corresponding places.</summary>
    internal static bool HasLayoutOf(Tensor tensor, Tensor other)
    {
        if (IsContiguous(tensor) && IsContiguous(other))
            return true;
        var (sizes, strides) = Layout(tensor);
        var (otherSizes, otherStrides) = Layout(other);
        bool same = sizes.SequenceEqual(otherSizes);
        for (int i = 0; same && i < sizes.Length; i++)
            same = sizes[i] == 1 || strides[i] == otherStrides[i];
        GC.KeepAlive(tensor);
        GC.KeepAlive(other);
        return same;
    }

    // The spans lie inside the native tensor.
    private static (Sizes, Sizes) Layout(Tensor tensor)
    {
        long dimensions;
        long* sizes, strides;
        var handle = tensor.Handle;
        aoti_torch_get_dim(handle, &dimensions);
        aoti_torch_get_sizes(handle, &sizes);
        aoti_torch_get_strides(handle, &strides);
        return (new Sizes(sizes, (int)dimensions), new Sizes(strides, (int)dimensions));
    }

    private readonly struct Sizes(long* first, int length)
    {
        internal int Length => length;

        internal long this[int i] => first[i];

        internal bool SequenceEqual(Sizes other) => new ReadOnlySpan<long>(first, length).SequenceEqual(new ReadOnlySpan<long>(other.First, other.Length));

        private long* First => first;
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

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_dim(IntPtr tensor, long* result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_sizes(IntPtr tensor, long** result);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_get_strides(IntPtr tensor, long** result);
}
