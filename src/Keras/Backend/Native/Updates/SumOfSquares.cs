using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The square of the norm of a tensor, in one pass over its memory.</summary>
internal static unsafe class SumOfSquares
{
    // Each part has a sum of its own, so that the result does not depend on the number of threads.
    private const long Part = 65536;

    /// <summary>The sum of the squares of all elements, gathered in float64.</summary>
    internal static double Of(Tensor tensor)
    {
        if (TensorInfo.DType(tensor) != ScalarType.Float32 || !TensorInfo.IsContiguous(tensor) || !TensorInfo.IsOnCpu(tensor))
        {
            using var off = no_grad();
            using var wide = tensor.to(ScalarType.Float64);
            using var squares = wide.mul(wide);
            using var total = squares.sum();
            return total.item<double>();
        }
        long count = TensorInfo.Count(tensor);
        if (count == 0)
            return 0;
        var values = (float*)TensorInfo.DataPointer(tensor);
        double sum = 0;
        if (count <= Part)
            sum = Sum(values, count);
        else
        {
            var sums = new double[(count + Part - 1) / Part];
            fixed (double* first = sums)
            {
                var work = new Work { Values = values, Count = count, Sums = first };
                Threads.For(sums.Length, 1, &RunParts, &work);
            }
            foreach (double part in sums)
                sum += part;
        }
        GC.KeepAlive(tensor);
        return sum;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunParts(long begin, long end, void* context)
    {
        var work = (Work*)context;
        for (long i = begin; i < end; i++)
            work->Sums[i] = Sum(work->Values + i * Part, Math.Min(Part, work->Count - i * Part));
    }

    private static double Sum(float* values, long count)
    {
        Vector<double> low = default, high = default;
        int width = Vector<float>.Count;
        long i = 0;
        for (; i <= count - width; i += width)
        {
            Vector.Widen(Vector.Load(values + i), out var a, out var b);
            low += a * a;
            high += b * b;
        }
        double sum = Vector.Sum(low + high);
        for (; i < count; i++)
            sum += (double)values[i] * values[i];
        return sum;
    }

    private struct Work
    {
        internal float* Values;
        internal long Count;
        internal double* Sums;
    }
}
