using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Tensors from C# arrays (<c>T[]</c>, <c>T[,]</c>, … and jagged ones) and back.</summary>
internal static unsafe class ArrayBridge
{
    /// <summary>A new tensor with the values of an array.</summary>
    /// <param name="array">Numbers or booleans; one- or multi-dimensional, or an array of arrays of equal lengths.</param>
    /// <param name="dtype">Type of the tensor; null for the array's own, where ushort becomes int32, uint and ulong become int64 and decimal becomes float64.</param>
    /// <exception cref="ArgumentException">The elements are no numbers, or the inner arrays differ in length.</exception>
    internal static Tensor ToTensor(Array array, ScalarType? dtype = null)
    {
        // 1. The element type, under any nesting.
        var element = array.GetType().GetElementType()!;
        bool jagged = element.IsArray;
        while (element.IsArray)
            element = element.GetElementType()!;

        // 2. decimal has no native counterpart.
        if (element == typeof(decimal))
            return ToTensor(ToDoubles(array), dtype);

        if (jagged)
            return FromJagged(array, element, dtype);
        var shape = new long[array.Rank];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = array.GetLength(i);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(array))
            return FromMemory(data, element, shape, dtype);
    }

    /// <summary>The values in row-major order, as <typeparamref name="T"/>.</summary>
    internal static T[] ToArray<T>(Tensor tensor) where T : unmanaged
    {
        var result = new T[tensor.numel()];
        CopyTo(tensor, result.AsSpan());
        return result;
    }

    /// <summary>Writes the values in row-major order, as <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">The span is too short, or no tensor has elements of type <typeparamref name="T"/>.</exception>
    internal static void CopyTo<T>(Tensor tensor, Span<T> destination) where T : unmanaged
    {
        long count = tensor.numel();
        if (destination.Length < count)
            throw new ArgumentException($"Received a span of {destination.Length} elements for a tensor of {count}.", nameof(destination));
        if (count == 0)
            return;
        var dtype = SourceType(typeof(T));
        fixed (T* data = destination)
        {
            if (tensor.dtype == dtype && tensor.device_type == DeviceType.CPU && tensor.is_contiguous() && !tensor.is_complex())
            {
                long bytes = count * sizeof(T);
                Buffer.MemoryCopy(TensorInfo.DataPointer(tensor), data, bytes, bytes);
            }
            else if (dtype == ScalarType.ComplexFloat64)
            {
                // libtorch's kernels write complex numbers of 16 bytes at multiples of 16 alone; a managed array may begin between them.
                using var values = tensor.detach();
                using var target = empty(tensor.shape, dtype: dtype);
                target.copy_(values);
                long bytes = count * sizeof(T);
                Buffer.MemoryCopy(TensorInfo.DataPointer(target), data, bytes, bytes);
            }
            else
            {
                var shape = tensor.shape;
                using var values = tensor.detach();
                using var target = NativeMemoryImport.Alias(data, dtype, shape, NativeMemoryImport.RowMajor(shape));
                target.copy_(values);
            }
        }
        GC.KeepAlive(tensor);
    }

    /// <summary>The tensor dtype whose elements are laid out as <paramref name="element"/>.</summary>
    internal static ScalarType SourceType(Type element)
    {
        if (element == typeof(Half))
            return ScalarType.Float16;
        if (element == typeof(Complex))
            return ScalarType.ComplexFloat64;
        return Type.GetTypeCode(element) switch
        {
            TypeCode.Single => ScalarType.Float32,
            TypeCode.Double => ScalarType.Float64,
            TypeCode.Byte => ScalarType.Byte,
            TypeCode.SByte => ScalarType.Int8,
            TypeCode.Int16 => ScalarType.Int16,
            TypeCode.Int32 => ScalarType.Int32,
            TypeCode.Int64 or TypeCode.UInt64 => ScalarType.Int64,
            TypeCode.UInt16 => NativeMemoryImport.UInt16,
            TypeCode.UInt32 => NativeMemoryImport.UInt32,
            TypeCode.Boolean => ScalarType.Bool,
            _ => throw new ArgumentException($"An array of {element.Name} cannot become a tensor. Expected numbers or booleans; encode text as integers first, for example with layers.TextVectorization."),
        };
    }

    private static Tensor FromMemory(void* data, Type element, long[] shape, ScalarType? dtype)
    {
        var source = SourceType(element);
        var target = dtype ?? source switch
        {
            NativeMemoryImport.UInt16 => ScalarType.Int32,
            NativeMemoryImport.UInt32 => ScalarType.Int64,
            _ => source,
        };
        return Type.GetTypeCode(element) == TypeCode.UInt64
            ? NumSharpBridge.CopyUInt64(data, shape, null, target)
            : NativeMemoryImport.Copy(data, source, shape, null, target);
    }

    private static Tensor FromJagged(Array array, Type element, ScalarType? dtype)
    {
        // 1. The shape is that of the first elements; an empty array ends it.
        var shape = new List<long>();
        Array? first = array;
        while (first != null)
        {
            for (int i = 0; i < first.Rank; i++)
                shape.Add(first.GetLength(i));
            first = first.GetType().GetElementType()!.IsArray && first.Length > 0 ? First(first) : null;
        }
        long count = 1;
        foreach (long size in shape)
            count *= size;

        // 2. The rows one after the other in one block, which is then converted as a whole.
        int size1 = NativeMemoryImport.SizeOf(SourceType(element));
        var block = (byte*)NativeMemory.Alloc((nuint)Math.Max(count * size1, 1));
        try
        {
            var next = block;
            Append(array, 0);
            return FromMemory(block, element, [.. shape], dtype);

            void Append(Array part, int level)
            {
                for (int i = 0; i < part.Rank; i++)
                    if (level + i >= shape.Count || part.GetLength(i) != shape[level + i])
                        throw new ArgumentException(
                            $"The inner arrays have different lengths: expected {(level + i < shape.Count ? shape[level + i] : 0)} in dimension {level + i} as in the first one, got {part.GetLength(i)}. "
                            + "Pad them to one length, for example with keras.utils.pad_sequences.", nameof(array));
                level += part.Rank;
                if (part.GetType().GetElementType()!.IsArray)
                {
                    foreach (Array? inner in part)
                        Append(inner ?? throw new ArgumentException("An inner array is null.", nameof(array)), level);
                    return;
                }
                if (level != shape.Count)
                    throw new ArgumentException("The inner arrays have different numbers of dimensions.", nameof(array));
                long bytes = (long)part.Length * size1;
                fixed (byte* data = &MemoryMarshal.GetArrayDataReference(part))
                    Buffer.MemoryCopy(data, next, bytes, bytes);
                next += bytes;
            }
        }
        finally
        {
            NativeMemory.Free(block);
        }

        static Array? First(Array nested)
        {
            foreach (Array? inner in nested)
                return inner;
            return null;
        }
    }

    private static Array ToDoubles(Array array)
    {
        var element = array.GetType().GetElementType()!;
        if (element.IsArray)
        {
            var nested = new Array[array.Length];
            int i = 0;
            foreach (Array? inner in array)
                nested[i++] = ToDoubles(inner ?? throw new ArgumentException("An inner array is null.", nameof(array)));
            var typed = Array.CreateInstance(i == 0 ? typeof(double[]) : nested[0].GetType(), i);
            nested.CopyTo(typed, 0);
            return typed;
        }
        var lengths = new int[array.Rank];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = array.GetLength(i);
        var result = Array.CreateInstance(typeof(double), lengths);
        ref var source = ref Unsafe.As<byte, decimal>(ref MemoryMarshal.GetArrayDataReference(array));
        ref var target = ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(result));
        for (int i = 0; i < array.Length; i++)
            Unsafe.Add(ref target, i) = (double)Unsafe.Add(ref source, i);
        return result;
    }
}
