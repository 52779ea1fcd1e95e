using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Copies blocks of memory into tensors and reads tensors back, with any element type and any non-negative strides.</summary>
internal static unsafe class NativeMemoryImport
{
    // c10's codes of the types that TorchSharp's enumeration leaves out; libtorch converts from them all the same.
    internal const ScalarType UInt16 = (ScalarType)27;
    internal const ScalarType UInt32 = (ScalarType)28;

    private const long ParallelBytes = 1 << 20;

    /// <summary>The bytes of one element.</summary>
    internal static int SizeOf(ScalarType dtype) => dtype switch
    {
        ScalarType.Bool or ScalarType.Byte or ScalarType.Int8 => 1,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 or UInt16 => 2,
        ScalarType.Float32 or ScalarType.Int32 or UInt32 => 4,
        ScalarType.Float64 or ScalarType.Int64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"dtype {dtype} has no element size."),
    };

    /// <summary>A new tensor with the values at <paramref name="data"/>, converted in the same pass.</summary>
    /// <param name="data">First element; must stay valid during the call.</param>
    /// <param name="source">Type of the elements at <paramref name="data"/>.</param>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="strides">Distance between elements in each dimension, counted in elements; null for row-major order without gaps.</param>
    /// <param name="dtype">Type of the tensor.</param>
    internal static Tensor Copy(void* data, ScalarType source, long[] shape, long[]? strides, ScalarType dtype)
    {
        var result = empty(shape, dtype: dtype);
        long count = 1;
        foreach (long size in shape)
            count *= size;
        if (count == 0)
            return result;

        // 1. Small blocks of the same type: one memcpy.
        long bytes = count * SizeOf(source);
        if (strides == null && source == dtype && bytes < ParallelBytes)
        {
            Buffer.MemoryCopy(data, TensorInfo.DataPointer(result), bytes, bytes);
            GC.KeepAlive(result);
            return result;
        }

        // 2. libtorch's kernels read complex numbers of 16 bytes at multiples of 16 alone; a managed array may begin between them.
        if (strides == null && source == ScalarType.ComplexFloat64 && (nuint)data % 16 != 0)
        {
            using var aligned = empty(shape, dtype: source);
            Buffer.MemoryCopy(data, TensorInfo.DataPointer(aligned), bytes, bytes);
            result.copy_(aligned);
            return result;
        }

        // 3. Otherwise libtorch copies, converts and follows the strides, on all its threads.
        using var alias = Alias(data, source, shape, strides ?? RowMajor(shape));
        result.copy_(alias);
        return result;
    }

    /// <summary>A tensor over foreign memory, which must outlive it. Nothing is freed with the tensor.</summary>
    internal static Tensor Alias(void* data, ScalarType dtype, long[] shape, long[] strides)
    {
        InitializeDeviceType(DeviceType.CPU);
        IntPtr handle;
        int status;
        fixed (long* sizes = shape)
        fixed (long* steps = strides)
        {
            // An empty array pins to null, which libtorch reads no dimension from.
            status = aoti_torch_create_tensor_from_blob(data, shape.Length, sizes, steps, 0, (int)dtype, 0, -1, &handle);
        }
        if (status != 0)
            throw new InvalidOperationException($"libtorch could not make a tensor of dtype {dtype} over a block of memory.");
        return Tensor.UnsafeCreateTensor(handle);
    }

    internal static long[] RowMajor(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        long step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }
        return strides;
    }

    [DllImport("torch_cpu")]
    private static extern int aoti_torch_create_tensor_from_blob(void* data, long ndim, long* sizes, long* strides, long storageOffset, int dtype, int deviceType, int deviceIndex, IntPtr* result);
}
