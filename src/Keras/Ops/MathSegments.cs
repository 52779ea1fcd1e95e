using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The sums of the rows that have the same segment number.</summary>
    /// <param name="data">(n, …) numbers.</param>
    /// <param name="segment_ids">(n) integers; a row of a number out of range is left out.</param>
    /// <param name="num_segments">How many segments there are; one more than the greatest number where <see langword="null"/>.</param>
    /// <param name="sorted">Kept for Keras's signature; the order makes no difference here.</param>
    /// <returns>(segments, …); 0 for a segment without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.segment_sum")]
    public static Tensor segment_sum(Tensor data, Tensor segment_ids, int? num_segments = null, bool sorted = false) => Segments("SegmentSum", "sum", 0, data, segment_ids, num_segments, sorted);

    /// <summary>The greatest of the rows that have the same segment number.</summary>
    /// <param name="data">(n, …) numbers.</param>
    /// <param name="segment_ids">(n) integers; a row of a number out of range is left out.</param>
    /// <param name="num_segments">How many segments there are; one more than the greatest number where <see langword="null"/>.</param>
    /// <param name="sorted">Kept for Keras's signature; the order makes no difference here.</param>
    /// <returns>(segments, …); the least number of the dtype for a segment without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.segment_max")]
    public static Tensor segment_max(Tensor data, Tensor segment_ids, int? num_segments = null, bool sorted = false) => Segments("SegmentMax", "amax", double.NegativeInfinity, data, segment_ids, num_segments, sorted);

    /// <summary>The least of the rows that have the same segment number.</summary>
    /// <param name="data">(n, …) numbers.</param>
    /// <param name="segment_ids">(n) integers; a row of a number out of range is left out.</param>
    /// <param name="num_segments">How many segments there are; one more than the greatest number where <see langword="null"/>.</param>
    /// <param name="sorted">Kept for Keras's signature; the order makes no difference here.</param>
    /// <returns>(segments, …); the greatest number of the dtype for a segment without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.segment_min")]
    public static Tensor segment_min(Tensor data, Tensor segment_ids, int? num_segments = null, bool sorted = false) => Segments("SegmentMin", "amin", double.PositiveInfinity, data, segment_ids, num_segments, sorted);

    /// <summary>The products of the rows that have the same segment number.</summary>
    /// <param name="data">(n, …) numbers.</param>
    /// <param name="segment_ids">(n) integers; a row of a number out of range is left out.</param>
    /// <param name="num_segments">How many segments there are; one more than the greatest number where <see langword="null"/>.</param>
    /// <param name="sorted">Kept for Keras's signature; the order makes no difference here.</param>
    /// <returns>(segments, …); 1 for a segment without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.segment_prod")]
    public static Tensor segment_prod(Tensor data, Tensor segment_ids, int? num_segments = null, bool sorted = false) => Segments("SegmentProd", "prod", 1, data, segment_ids, num_segments, sorted);

    private static Tensor Segments(string className, string reduction, double empty, Tensor data, Tensor segment_ids, int? num_segments, bool sorted)
    {
        if (segment_ids.ndim != 1)
            throw new ArgumentException($"Argument `segment_ids` should be a 1-D vector. Received: segment_ids.shape={segment_ids.shape}. Flatten it, and data with it.");
        if (data.ndim < 1 || segment_ids.shape[0] is { } a && data.shape[0] is { } b && a != b)
            throw new ArgumentException($"Argument `segment_ids` and `data` should have the same leading dimension. Received: segment_ids.shape={segment_ids.shape}, data.shape={data.shape}.");
        if (Nest.IsSymbolic(data) || Nest.IsSymbolic(segment_ids))
            return Symbolic.RecordSpec(className, [data, segment_ids], t => Segments(className, reduction, empty, t[0], t[1], num_segments, sorted),
                new() { ["num_segments"] = num_segments, ["sorted"] = sorted }, new KerasTensor(data.shape.With(0, num_segments), data.dtype));
        using var scope = new TensorScope();
        Tensor x = Strong(data), ids = cast(segment_ids, "int64");
        var dtype = x.dtype;
        if (dtype == "bool") x = Kernel.Cast(x, "int32");
        var count = num_segments ?? (ids.size == 0 ? 0 : (long)Kernel.Item(Kernel.MaxAll(ids)) + 1);
        // Rows that belong nowhere go to one more segment, which is dropped.
        var outside = Kernel.LogicalOr(Kernel.Lt(ids, 0), Kernel.Ge(ids, count));
        ids = Kernel.Where(outside, Kernel.Full([], count, "int64"), ids);
        long[] shape = [count + 1, .. x.Dims[1..]];
        var columns = shape[1..].Aggregate(1L, (p, d) => p * d);
        if (double.IsInfinity(empty) && DTypes.IsInt(x.dtype)) empty = empty < 0 ? Range(x.dtype).Low : Range(x.dtype).High;
        var start = x.dtype == "int64" && Math.Abs(empty) > 1 ? Kernel.Full([count + 1, columns], new ScalarTensor(empty < 0 ? long.MinValue : long.MaxValue), "int64") : Kernel.Full([count + 1, columns], empty, x.dtype);
        var rows = Kernel.Reshape(x, x.Dims[0], columns);
        var joined = reduction == "sum" ? Kernel.ScatterRows(start, ids, rows, "add") : Kernel.ScatterReduce(start, ids, rows, reduction);
        return scope.Keep(cast(Kernel.Contiguous(Kernel.Narrow(Kernel.Reshape(joined, shape), 0, 0, count)), dtype));
    }
}
