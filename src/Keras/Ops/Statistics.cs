using Keras.Backend;

namespace Keras;

/// <content>Statistics.</content>
public static partial class Ops
{
    // libtorch refuses more elements along the axis.
    private const long QuantileLimit = 16_000_000;

    /// <summary>The middle of the sorted elements over axes; the mean of both middle ones where their number is even.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.median", "keras.ops.numpy.median")]
    public static Tensor median(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Each("Median", x, t => Quantiles("median", t, Half, axis, "linear", keepdims, false), Reduction(axis, keepdims));

    /// <summary>Quantiles over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="q">Probabilities from 0 to 1: a number, or a vector that becomes the first axis of the result.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="method">Between two elements: <c>linear</c>, <c>lower</c>, <c>higher</c>, <c>midpoint</c> or <c>nearest</c>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <exception cref="ArgumentException">A probability lies outside, or the method is unknown.</exception>
    [KerasExport("keras.ops.quantile", "keras.ops.numpy.quantile")]
    public static Tensor quantile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepdims = false) =>
        Binary("Quantile", x, q, (t, p) => Quantiles("quantile", Strong(t), p, axis, method, keepdims, false), Quantile(axis, method, keepdims));

    /// <summary>Percentiles over axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="q">Percentages from 0 to 100: a number, or a vector that becomes the first axis of the result.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="method">Between two elements: <c>linear</c>, <c>lower</c>, <c>higher</c>, <c>midpoint</c> or <c>nearest</c>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <exception cref="ArgumentException">A percentage lies outside, or the method is unknown.</exception>
    [KerasExport("keras.ops.percentile", "keras.ops.numpy.percentile")]
    public static Tensor percentile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepdims = false) =>
        Binary("Percentile", x, q, (t, p) => Quantiles("percentile", Strong(t), Hundredth(p), axis, method, keepdims, false), Quantile(axis, method, keepdims));

    /// <summary>Difference of the greatest and the least element over axes.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.ptp", "keras.ops.numpy.ptp")]
    public static Tensor ptp(Tensor x, Axes? axis = null, bool keepdims = false) => Reduce("Ptp", x, axis, keepdims, t =>
        axis is { Count: 0 } ? Kernel.ZerosLike(t, t.dtype) : Kernel.Sub(amax(t, axis, keepdims), amin(t, axis, keepdims)));

    /// <summary>Mean over axes with weights.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="weights">Weights: of the shape of the tensor, or one for each element along the one axis; equal ones where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The weights have another shape.</exception>
    [KerasExport("keras.ops.average", "keras.ops.numpy.average")]
    public static Tensor average(Tensor x, Axes? axis = null, Tensor? weights = null)
    {
        var config = new Config { ["axis"] = AxisValue(axis) };
        if (weights is null) return Each("Average", x, t => mean(As(t, DTypes.Result(t.dtype, "float")), axis), config);
        return Binary("Average", x, weights, (a, b) =>
        {
            // 1. Both in the float type in which they meet.
            var to = DTypes.Result(a.PromotionDType, b.PromotionDType, "float");
            var (t, w) = Meet(a, b, to);
            if (axis is { Count: 0 }) return t;

            // 2. A vector of weights lies along the axis.
            var axes = Resolve(axis, t.ndim);
            if (!t.Dims.AsSpan().SequenceEqual(w.Dims))
            {
                if (w.ndim != 1 || axes.Length != 1 || axis is null || w.Dims[0] != t.Dims[axes[0]])
                    throw new ArgumentException($"average: `weights` must have the shape of `x`, or one element for each along `axis`. Received: shapes {w.shape} and {t.shape}, axis={axis?.ToString() ?? "None"}.");
                w = Kernel.Reshape(w, [.. Enumerable.Range(0, t.ndim).Select(i => i == axes[0] ? w.Dims[0] : 1L)]);
            }
            return Kernel.Div(Kernel.Sum(Kernel.Mul(t, w), axes, false), Kernel.Sum(Kernel.Expand(w, t.Dims), axes, false));
        }, config);
    }

    /// <summary>Number of elements over axes that are not zero.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <returns>Counts, int32.</returns>
    [KerasExport("keras.ops.count_nonzero", "keras.ops.numpy.count_nonzero")]
    public static Tensor count_nonzero(Tensor x, Axes? axis = null) => Each("CountNonzero", x, t =>
    {
        var counted = t.dtype == "bool" ? t : Kernel.Ne(t, new ScalarTensor(0L));
        return axis is { Count: 0 } ? Kernel.Cast(counted, "int32") : Kernel.Sum(counted, Resolve(axis, t.ndim), false, "int32");
    }, new() { ["axis"] = AxisValue(axis) });

    /// <summary>How often each number from 0 occurs.</summary>
    /// <param name="x">Integers that are not negative: a vector, or a matrix whose rows are counted apart.</param>
    /// <param name="weights">What each counts, in the shape of <paramref name="x"/>; 1 where <see langword="null"/>.</param>
    /// <param name="minlength">Least length of the result.</param>
    /// <param name="sparse">Kept for Keras's signature; results are dense here.</param>
    /// <returns>Counts: int32, or the dtype in which the tensor and the weights meet.</returns>
    /// <exception cref="ArgumentException">A number is negative, or <paramref name="sparse"/> is set.</exception>
    [KerasExport("keras.ops.bincount", "keras.ops.numpy.bincount")]
    public static Tensor bincount(Tensor x, Tensor? weights = null, int minlength = 0, bool sparse = false)
    {
        if (sparse) throw new ArgumentException("bincount: there are no sparse tensors here. Received: sparse=True.");
        NotNegative("bincount", "minlength", minlength);
        x = One(x);
        var to = weights is null ? "int32" : DTypes.Result(x.PromotionDType, weights.PromotionDType);
        if (Nest.IsSymbolic(x) || Nest.IsSymbolic(weights))
        {
            Tensor[] inputs = weights is null ? [x] : [x, weights];
            return Symbolic.RecordSpec("Bincount", inputs, a => bincount(a[0], a.Length > 1 ? a[1] : null, minlength), new() { ["minlength"] = minlength, ["sparse"] = false },
                new KerasTensor(x.shape.Rank > 1 ? (x.shape[0], null) : new TensorShape((int?)null), to));
        }
        x = Strong(x);
        if (!DTypes.IsInt(x.dtype) || x.ndim is 0 or > 2) throw new ArgumentException($"bincount: expected a vector or a matrix of integers. Received: shape {x.shape}, dtype {x.dtype}.");
        if (weights is not null && (weights = Strong(weights)) is var w && !w.Dims.AsSpan().SequenceEqual(x.Dims))
            throw new ArgumentException($"bincount: `weights` must have the shape of `x`. Received: shapes {w.shape} and {x.shape}.");
        if (x.size > 0 && Kernel.Item(Kernel.MinAll(x)) < 0) throw new ArgumentException("bincount: the numbers must not be negative.");
        if (x.ndim == 1) return As(Kernel.Bincount(x, weights, minlength), to);

        // The rows in one call: each has a range of numbers of its own.
        var rows = x.Dims[0];
        var length = Math.Max(minlength, x.size > 0 ? (long)Kernel.Item(Kernel.MaxAll(x)) + 1 : 0);
        if (length == 0 || rows == 0) return Kernel.Zeros([rows, length], to);
        var offsets = Kernel.Arange(0L, rows * length, length, "int64");
        var flat = Kernel.Reshape(Kernel.Add(As(x, "int64"), Kernel.Reshape(offsets, rows, 1)), -1);
        return As(Kernel.Reshape(Kernel.Bincount(flat, weights is null ? null : Kernel.Reshape(weights, -1), rows * length), rows, length), to);
    }

    /// <summary>How many elements lie in each of several intervals of equal width.</summary>
    /// <param name="x">A vector of real numbers.</param>
    /// <param name="bins">How many intervals.</param>
    /// <param name="range">Start and end of all intervals together; those of the elements where <see langword="null"/>.</param>
    /// <returns>The counts, and the edges of the intervals, one more.</returns>
    /// <exception cref="ArgumentException">The tensor is no vector, or the range ends before it starts.</exception>
    [KerasExport("keras.ops.histogram", "keras.ops.numpy.histogram")]
    public static Tensor histogram(Tensor x, int bins = 10, (double, double)? range = null)
    {
        if (bins <= 0) throw new ArgumentException($"histogram: `bins` must be positive. Received: bins={bins}.");
        if (range is { } r && !(r.Item1 <= r.Item2)) throw new ArgumentException($"histogram: `range` must not end before it starts. Received: range=({r.Item1}, {r.Item2}).");
        var config = new Config { ["bins"] = bins, ["range"] = range is { } g ? new List<object?> { g.Item1, g.Item2 } : null };
        if (x is KerasTensor k)
            return Symbolic.RecordSpec("Histogram", [x], a => histogram(a[0], bins, range), config,
                new TensorList(new KerasTensor(bins, DTypes.IsFloat(k.dtype) ? k.dtype : "float32"), new KerasTensor(bins + 1, DTypes.IsFloat(k.dtype) ? k.dtype : "float32")));
        x = Strong(x);
        if (x.ndim > 1) throw new ArgumentException($"histogram: expected a vector. Received: shape {x.shape}.");
        if (DTypes.IsComplex(x.dtype)) throw new ArgumentException($"histogram: complex numbers have no order. Received: dtype {x.dtype}.");
        var to = DTypes.IsFloat(x.dtype) ? x.dtype : "float32";
        var (counts, edges) = Kernel.Histogram(Kernel.Reshape(As(x, x.dtype == "float64" ? "float64" : "float32"), -1), bins, x.size == 0 ? range ?? (0, 1) : range);
        return new TensorList(As(counts, to), As(edges, to));
    }

    /// <summary>Pearson's correlation coefficients of the rows of a matrix.</summary>
    /// <param name="x">A matrix, a row for each variable; or one variable as a vector.</param>
    [KerasExport("keras.ops.corrcoef", "keras.ops.numpy.corrcoef")]
    public static Tensor corrcoef(Tensor x) => Each("Corrcoef", x, static t => t.ndim <= 2
        ? Kernel.Corrcoef(t.dtype == "int64" ? Kernel.Cast(t, "float64") : FloatOrComplex(t))
        : throw new ArgumentException($"corrcoef: expected a matrix or a vector. Received: shape {t.shape}."));

    /// <summary>Cross-correlation of two vectors: the sums of products at every shift.</summary>
    /// <param name="x1">First vector.</param>
    /// <param name="x2">Second vector.</param>
    /// <param name="mode">Which shifts: <c>valid</c> where both overlap fully, <c>same</c> as many as the longer is long, <c>full</c> all.</param>
    /// <exception cref="ArgumentException">The operands are no vectors, or the mode is unknown.</exception>
    [KerasExport("keras.ops.correlate", "keras.ops.numpy.correlate")]
    public static Tensor correlate(Tensor x1, Tensor x2, string mode = "valid") => Binary("Correlate", x1, x2, (a, b) =>
    {
        // 1. The operands in one float type.
        if (mode is not ("valid" or "same" or "full")) throw new ArgumentException($"correlate: unknown mode '{mode}'; expected valid, same or full.");
        if (a.ndim != 1 || b.ndim != 1 || a.size == 0 || b.size == 0) throw new ArgumentException($"correlate: expected two vectors that are not empty. Received: shapes {a.shape} and {b.shape}.");
        var to = DTypes.Result(a.PromotionDType, b.PromotionDType);
        if (to is not ("bfloat16" or "float16" or "float64")) to = "float32";
        var (x, y) = Meet(a, b, to == "float16" ? "float32" : to);

        // 2. Every shift is a window of the padded first vector.
        long n = x.Dims[0], m = y.Dims[0];
        var windows = Kernel.Windows(Kernel.PadConstant(x, [m - 1, m - 1], 0), 0, m, 1);
        long first = 0, count = n + m - 1;
        if (mode == "valid") (first, count) = (Math.Min(n, m) - 1, Math.Abs(n - m) + 1);
        if (mode == "same") (first, count) = ((Math.Min(n, m) - 1) / 2, Math.Max(n, m));
        return As(Kernel.Matmul(Kernel.Narrow(windows, 0, first, count), y), to);
    }, new() { ["mode"] = mode });

    private static readonly ScalarTensor Half = new(0.5);

    private static Config Quantile(Axes? axis, string method, bool keepdims) => new() { ["axis"] = AxisValue(axis), ["method"] = method, ["keepdims"] = keepdims };

    private static Tensor Hundredth(Tensor q) => Kernel.Div(As(q, KerasConfig.floatx()), new ScalarTensor(100.0));

    private static Tensor Quantiles(string op, Tensor x, Tensor q, Axes? axis, string method, bool keepdims, bool ignoreNan)
    {
        // 1. Dtypes: computed in float32 at least.
        if (method is not ("linear" or "lower" or "higher" or "midpoint" or "nearest"))
            throw new ArgumentException($"{op}: unknown method '{method}'; expected linear, lower, higher, midpoint or nearest.");
        if (q.ndim > 1) throw new ArgumentException($"{op}: `q` must be a number or a vector. Received: shape {q.shape}.");
        if (DTypes.IsComplex(x.dtype)) throw new ArgumentException($"{op}: complex numbers have no order. Received: dtype {x.dtype}.");
        var to = DTypes.Result(x.dtype, "float");
        x = As(x, x.dtype == "float64" ? x.dtype : DTypes.Result(x.dtype, "float32"));
        q = As(q, x.dtype);
        if (!Kernel.IsMeta(q) && q.size > 0 && !(Kernel.Item(Kernel.MinAll(q)) >= 0 && Kernel.Item(Kernel.MaxAll(q)) <= 1))
            throw new ArgumentException($"{op}: a probability lies outside of 0 to 1 (a percentage outside of 0 to 100).");

        // 2. The axes to reduce become the last one.
        var axes = Resolve(axis, x.ndim);
        var rank = x.ndim;
        long[] others = [.. Resolve(null, rank).Where(i => !axes.Contains(i))];
        var dims = x.Dims;
        var count = axes.Aggregate(1L, (n, i) => n * dims[i]);
        if (count is 0 or > QuantileLimit)
            throw new ArgumentException($"{op}: expected axes of 1 to {QuantileLimit} elements together. Received: shape {x.shape}, axis={axis?.ToString() ?? "None"}.");
        var flat = axes.Length == 1 && axes[0] == rank - 1 ? x
            : Kernel.Reshape(others.Length == 0 ? x : Kernel.Permute(x, [.. others, .. axes]), [.. others.Select(i => dims[i]), count]);

        // 3. A vector of probabilities is the first axis of the result.
        var result = Kernel.IsMeta(flat) || Kernel.IsMeta(q) ? Kernel.OnMeta([.. q.Dims, .. flat.Dims[..^1]], to)
            : flat.size == 0 || q.size == 0 ? Kernel.Zeros([.. q.Dims, .. flat.Dims[..^1]], to) : As(Kernel.Quantile(flat, q, method, ignoreNan), to);
        if (!keepdims) return result;
        long[] kept = [.. dims.Select((d, i) => axes.Contains(i) ? 1 : d)];
        return Kernel.Reshape(result, q.ndim == 1 ? [q.Dims[0], .. kept] : kept);
    }
}
