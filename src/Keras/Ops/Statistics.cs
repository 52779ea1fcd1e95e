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
        if (!Kernel.IsMeta(q) && q.size > 0 && (Kernel.Item(Kernel.MinAll(q)) < 0 || Kernel.Item(Kernel.MaxAll(q)) > 1))
            throw new ArgumentException($"{op}: a probability lies outside of 0 to 1 (a percentage outside of 0 to 100).");

        // 2. The axes to reduce become the last one.
        var axes = Resolve(axis, x.ndim);
        var rank = x.ndim;
        long[] others = [.. Resolve(null, rank).Where(i => !axes.Contains(i))];
        var dims = x.Dims;
        var count = axes.Aggregate(1L, (n, i) => n * dims[i]);
        if (count is 0 or > QuantileLimit || axes.Distinct().Count() != axes.Length)
            throw new ArgumentException($"{op}: expected different axes of 1 to {QuantileLimit} elements together. Received: shape {x.shape}, axis={axis?.ToString() ?? "None"}.");
        var flat = axes.Length == 1 && axes[0] == rank - 1 ? x
            : Kernel.Reshape(others.Length == 0 ? x : Kernel.Permute(x, [.. others, .. axes]), [.. others.Select(i => dims[i]), count]);

        // 3. A vector of probabilities is the first axis of the result.
        var result = As(Kernel.Quantile(flat, q, method, ignoreNan), to);
        if (!keepdims) return result;
        long[] kept = [.. dims.Select((d, i) => axes.Contains(i) ? 1 : d)];
        return Kernel.Reshape(result, q.ndim == 1 ? [q.Dims[0], .. kept] : kept);
    }
}
