using NumSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Tensors from NumSharp arrays and back.</summary>
/// <remarks>
/// Inputs are copied: an array that the user changes later must not change a model's data. Outputs share the tensor's memory when they are large.
/// </remarks>
internal static unsafe class NumSharpBridge
{
    // Below this size a copy is cheaper than an array over foreign memory.
    private const long ShareBytes = 16 * 1024;

    /// <summary>A new tensor with the values of an array or view, converted in one pass.</summary>
    /// <param name="array">Any dtype except characters; views, also transposed, broadcast or reversed ones, are followed.</param>
    /// <param name="dtype">Type of the tensor; null for the array's own, where uint16 becomes int32, uint32 and uint64 become int64 and decimal becomes float64.</param>
    /// <exception cref="ArgumentException">The array holds characters, or a uint64 value that int64 cannot hold.</exception>
    internal static Tensor ToTensor(NDArray array, ScalarType? dtype = null)
    {
        // 1. What libtorch cannot read where it lies.
        if (array.typecode == NPTypeCode.Decimal)
        {
            using var doubles = array.astype(NPTypeCode.Double);
            return ToTensor(doubles, dtype);
        }
        var strides = array.Shape.IsContiguous ? null : array.Shape.Strides;
        if (strides != null && strides.Any(step => step < 0))
        {
            using var forward = array.copy();
            return ToTensor(forward, dtype);
        }

        // 2. The copy.
        var source = SourceType(array.typecode);
        var data = (byte*)array.Unsafe.Storage.Address + array.Shape.Offset * array.itemsize;
        var target = dtype ?? DefaultType(source);
        var tensor = array.typecode == NPTypeCode.UInt64
            ? CopyUInt64(data, array.shape, strides, target)
            : NativeMemoryImport.Copy(data, source, array.shape, strides, target);
        GC.KeepAlive(array);
        return tensor;
    }

    /// <summary>An array with the values of a tensor.</summary>
    /// <param name="tensor">Any dtype; bfloat16 becomes float32 and complex64 complex128, which NumSharp has.</param>
    /// <param name="share">
    /// Whether the array may use the tensor's memory. Right for a fresh result that nothing writes to later; the memory is freed when the array's last view is.
    /// </param>
    internal static NDArray ToNDArray(Tensor tensor, bool share = true)
    {
        // 1. On the CPU, in row-major order, of a type that NumSharp has.
        var type = TypeCode(tensor.dtype);
        var wanted = SourceType(type);
        var values = tensor.detach();
        GC.KeepAlive(tensor);
        values.DetachFromDisposeScope();
        Replace(ref values, values.device_type != DeviceType.CPU, static v => v.cpu());
        Replace(ref values, values.is_complex(), static v => v.resolve_conj());
        Replace(ref values, values.dtype != wanted, v => v.to(wanted));
        Replace(ref values, !values.is_contiguous(), static v => v.contiguous());

        // 2. A copy, or an array over the tensor's memory.
        var shape = values.shape;
        long bytes = values.numel() * NativeMemoryImport.SizeOf(wanted);
        if (bytes < ShareBytes || !share)
        {
            var copy = new NDArray(type, new Shape(shape), false);
            if (bytes > 0)
                Buffer.MemoryCopy(TensorInfo.DataPointer(values), copy.Unsafe.Storage.Address, bytes, bytes);
            values.Dispose();
            return copy;
        }
        var data = (IntPtr)TensorInfo.DataPointer(values);
        GC.AddMemoryPressure(bytes);
        using var flat = np.frombuffer(data, bytes, type, dispose: () =>
        {
            values.Dispose();
            GC.RemoveMemoryPressure(bytes);
        });
        return flat.reshape(shape);
    }

    /// <summary>The dtype that a tensor of an array's type gets by default.</summary>
    internal static ScalarType TensorType(NPTypeCode type) => type == NPTypeCode.Decimal ? ScalarType.Float64 : DefaultType(SourceType(type));

    /// <summary>The array type for a tensor's dtype.</summary>
    internal static NPTypeCode TypeCode(ScalarType dtype) => dtype switch
    {
        ScalarType.Float32 or ScalarType.BFloat16 => NPTypeCode.Single,
        ScalarType.Float64 => NPTypeCode.Double,
        ScalarType.Float16 => NPTypeCode.Half,
        ScalarType.Byte => NPTypeCode.Byte,
        ScalarType.Int8 => NPTypeCode.SByte,
        ScalarType.Int16 => NPTypeCode.Int16,
        ScalarType.Int32 => NPTypeCode.Int32,
        ScalarType.Int64 => NPTypeCode.Int64,
        ScalarType.Bool => NPTypeCode.Boolean,
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => NPTypeCode.Complex,
        _ => throw new ArgumentException($"A tensor of dtype {dtype} has no NumSharp counterpart. Cast it first, for example to float32."),
    };

    private static ScalarType SourceType(NPTypeCode type) => type switch
    {
        NPTypeCode.Single => ScalarType.Float32,
        NPTypeCode.Double => ScalarType.Float64,
        NPTypeCode.Half => ScalarType.Float16,
        NPTypeCode.Byte => ScalarType.Byte,
        NPTypeCode.SByte => ScalarType.Int8,
        NPTypeCode.Int16 => ScalarType.Int16,
        NPTypeCode.Int32 => ScalarType.Int32,
        NPTypeCode.Int64 or NPTypeCode.UInt64 => ScalarType.Int64,
        NPTypeCode.UInt16 => NativeMemoryImport.UInt16,
        NPTypeCode.UInt32 => NativeMemoryImport.UInt32,
        NPTypeCode.Boolean => ScalarType.Bool,
        NPTypeCode.Complex => ScalarType.ComplexFloat64,
        _ => throw new ArgumentException($"An array of type {type} cannot become a tensor. Expected numbers or booleans; encode text as integers first, for example with layers.TextVectorization."),
    };

    private static ScalarType DefaultType(ScalarType source) => source switch
    {
        NativeMemoryImport.UInt16 => ScalarType.Int32,
        NativeMemoryImport.UInt32 => ScalarType.Int64,
        _ => source,
    };

    // libtorch's uint64 has few operations. Its bits are those of int64 unless a value is too large.
    internal static Tensor CopyUInt64(void* data, long[] shape, long[]? strides, ScalarType dtype)
    {
        var bits = NativeMemoryImport.Copy(data, ScalarType.Int64, shape, strides, ScalarType.Int64);
        if (bits.numel() > 0)
        {
            using var smallest = bits.min();
            if (smallest.item<long>() < 0)
            {
                bits.Dispose();
                throw new ArgumentException($"A uint64 value is larger than {long.MaxValue}, the largest that a tensor can hold. Convert the array to float64 first.");
            }
        }
        if (dtype == ScalarType.Int64)
            return bits;
        using (bits)
            return bits.to(dtype);
    }

    private static void Replace(ref Tensor values, bool needed, Func<Tensor, Tensor> by)
    {
        if (!needed)
            return;
        var next = by(values);
        next.DetachFromDisposeScope();
        if (!ReferenceEquals(next, values))
            values.Dispose();
        values = next;
    }
}
