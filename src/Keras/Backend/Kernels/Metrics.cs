using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of metrics, outside the gradient graph.</summary>
internal static partial class Kernel
{
    /// <summary>target += factor · sum(values), for a scalar target and values of any dtype.</summary>
    internal static void AddSum(Tensor target, Tensor values, double factor)
    {
        using var off = GradMode.Off();
        var alpha = factor == 1 ? Scalars.IntOne : Scalars.Of(factor);
        Do("metric", target, values, (t, v) =>
        {
            if (v.Dimensions == 0 && v.dtype == t.dtype) t.add_(v, alpha);
            else
            {
                using var sum = v.sum(type: t.dtype);
                t.add_(sum, alpha);
            }
        });
    }

    /// <summary>For each bucket, the sum of the values in it and in those above; along the last axis. Values in bucket -1 are left out.</summary>
    /// <param name="values">Values of one or two dimensions.</param>
    /// <param name="buckets">Their buckets, of dtype int64 and of the same shape; what lies below counts as -1, as NaN does when it becomes an integer.</param>
    /// <param name="count">Number of buckets.</param>
    internal static Tensor SumAbove(Tensor values, Tensor buckets, int count) => Run("segment_sum", values, buckets, (v, b) =>
    {
        // The sums are gathered in falling order, so that one cumulative sum gives them; bucket -1 comes last.
        using var known = b.clamp(Scalars.Of(-1L), Scalars.Of((long)(count - 1)));
        using var place = known.neg();
        using var index = place.add(Scalars.Of((long)(count - 1)), Scalars.IntOne);
        long[] shape = [.. v.shape];
        shape[^1] = count + 1;
        using var empty = torch.zeros(shape, v.dtype);
        using var sums = empty.scatter_add(-1, index, v);
        using var kept = sums.narrow(-1, 0, count);
        using var above = kept.cumsum(-1);
        return above.flip(-1);
    });

    /// <summary>The sum of the weights at each place of a table of zeros.</summary>
    /// <param name="places">Row-major places, of dtype int64.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="columns">Columns of the table.</param>
    internal static Tensor Histogram(Tensor places, Tensor weights, long rows, long columns) => Run("scatter", places, weights, (p, w) =>
    {
        using var empty = torch.zeros(rows * columns, w.dtype);
        using var sums = empty.scatter_add(0, p, w);
        return sums.reshape(rows, columns);
    });

    internal static Tensor Diagonal(Tensor x) => Run("diag", x, static t => t.diagonal());
}
