using Keras.Backend;

namespace Keras;

/// <content>Reductions that pass over NaN.</content>
public static partial class Ops
{
    /// <summary>Sum over axes of the elements that are not NaN.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nansum", "keras.ops.numpy.nansum")]
    public static Tensor nansum(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Reduce("Nansum", x, axis, keepdims, t => sum(WithoutNan(t, 0), axis, keepdims));

    /// <summary>Product over axes of the elements that are not NaN.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanprod", "keras.ops.numpy.nanprod")]
    public static Tensor nanprod(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Reduce("Nanprod", x, axis, keepdims, t => prod(WithoutNan(t, 1), axis, keepdims));

    /// <summary>Mean over axes of the elements that are not NaN; NaN where there are none.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanmean", "keras.ops.numpy.nanmean")]
    public static Tensor nanmean(Tensor x, Axes? axis = null, bool keepdims = false) => Reduce("Nanmean", x, axis, keepdims, t =>
        axis is { Count: 0 } ? t : As(MeanOfNumbers(NumberType(t), Resolve(axis, t.ndim), keepdims), DTypes.Result(t.dtype, "float")));

    /// <summary>Variance of the population over axes, of the elements that are not NaN; NaN where there are none.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanvar", "keras.ops.numpy.nanvar")]
    public static Tensor nanvar(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Reduce("Nanvar", x, axis, keepdims, t => As(VarianceOfNumbers(t, axis, keepdims), DTypes.Result(t.dtype, "float")));

    /// <summary>Standard deviation of the population over axes, of the elements that are not NaN; NaN where there are none.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanstd", "keras.ops.numpy.nanstd")]
    public static Tensor nanstd(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Reduce("Nanstd", x, axis, keepdims, t => As(Kernel.Sqrt(VarianceOfNumbers(t, axis, keepdims)), DTypes.Result(t.dtype, "float")));

    /// <summary>Greatest element over axes that is not NaN; NaN where there is none.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanmax", "keras.ops.numpy.nanmax")]
    public static Tensor nanmax(Tensor x, Axes? axis = null, bool keepdims = false) => Reduce("Nanmax", x, axis, keepdims, t =>
        DTypes.IsFloat(t.dtype) && axis is not { Count: 0 } ? NanWhereAllAre(t, axis, keepdims, amax(WithoutNan(t, double.NegativeInfinity), axis, keepdims)) : amax(t, axis, keepdims));

    /// <summary>Least element over axes that is not NaN; NaN where there is none.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanmin", "keras.ops.numpy.nanmin")]
    public static Tensor nanmin(Tensor x, Axes? axis = null, bool keepdims = false) => Reduce("Nanmin", x, axis, keepdims, t =>
        DTypes.IsFloat(t.dtype) && axis is not { Count: 0 } ? NanWhereAllAre(t, axis, keepdims, amin(WithoutNan(t, double.PositiveInfinity), axis, keepdims)) : amin(t, axis, keepdims));

    /// <summary>Index of the greatest element along an axis that is not NaN; -1 where there is none.</summary>
    /// <param name="x">A tensor with at least one element along the axis.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axis stays, of size 1.</param>
    /// <returns>Indices, int32.</returns>
    [KerasExport("keras.ops.nanargmax", "keras.ops.numpy.nanargmax")]
    public static Tensor nanargmax(Tensor x, int? axis = null, bool keepdims = false) => Reduce("Nanargmax", x, axis, keepdims, t =>
        DTypes.IsFloat(t.dtype) ? MinusOneWhereAllAre(t, axis, keepdims, argmax(WithoutNan(t, double.NegativeInfinity), axis, keepdims)) : argmax(t, axis, keepdims));

    /// <summary>Index of the least element along an axis that is not NaN; -1 where there is none.</summary>
    /// <param name="x">A tensor with at least one element along the axis.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axis stays, of size 1.</param>
    /// <returns>Indices, int32.</returns>
    [KerasExport("keras.ops.nanargmin", "keras.ops.numpy.nanargmin")]
    public static Tensor nanargmin(Tensor x, int? axis = null, bool keepdims = false) => Reduce("Nanargmin", x, axis, keepdims, t =>
        DTypes.IsFloat(t.dtype) ? MinusOneWhereAllAre(t, axis, keepdims, argmin(WithoutNan(t, double.PositiveInfinity), axis, keepdims)) : argmin(t, axis, keepdims));

    /// <summary>Running sums along an axis, in which NaN counts as 0.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="dtype">Dtype of the result; that of the tensor where <see langword="null"/>, with 64-bit types narrowed.</param>
    [KerasExport("keras.ops.nancumsum", "keras.ops.numpy.nancumsum")]
    public static Tensor nancumsum(Tensor x, int? axis = null, string? dtype = null) =>
        Each("Nancumsum", x, t => cumsum(WithoutNan(t, 0), axis, dtype), new() { ["axis"] = axis, ["dtype"] = dtype });

    /// <summary>Running products along an axis, in which NaN counts as 1.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="dtype">Dtype of the result; that of the tensor where <see langword="null"/>, with 64-bit types narrowed.</param>
    [KerasExport("keras.ops.nancumprod", "keras.ops.numpy.nancumprod")]
    public static Tensor nancumprod(Tensor x, int? axis = null, string? dtype = null) =>
        Each("Nancumprod", x, t => cumprod(WithoutNan(t, 1), axis, dtype), new() { ["axis"] = axis, ["dtype"] = dtype });

    /// <summary>The middle of the sorted elements over axes that are not NaN.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.nanmedian", "keras.ops.numpy.nanmedian")]
    public static Tensor nanmedian(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Reduce("Nanmedian", x, axis, keepdims, t => axis is { Count: 0 } ? t : Quantiles("nanmedian", t, Half, axis, "linear", keepdims, true));

    /// <summary>Quantiles over axes of the elements that are not NaN.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="q">Probabilities from 0 to 1: a number, or a vector that becomes the first axis of the result.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="method">Between two elements: <c>linear</c>, <c>lower</c>, <c>higher</c>, <c>midpoint</c> or <c>nearest</c>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <exception cref="ArgumentException">A probability lies outside, or the method is unknown.</exception>
    [KerasExport("keras.ops.nanquantile", "keras.ops.numpy.nanquantile")]
    public static Tensor nanquantile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepdims = false) =>
        Binary("Nanquantile", x, q, (t, p) => Quantiles("nanquantile", Strong(t), p, axis, method, keepdims, true), Quantile(axis, method, keepdims));

    /// <summary>Percentiles over axes of the elements that are not NaN.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="q">Percentages from 0 to 100: a number, or a vector that becomes the first axis of the result.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="method">Between two elements: <c>linear</c>, <c>lower</c>, <c>higher</c>, <c>midpoint</c> or <c>nearest</c>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <exception cref="ArgumentException">A percentage lies outside, or the method is unknown.</exception>
    [KerasExport("keras.ops.nanpercentile", "keras.ops.numpy.nanpercentile")]
    public static Tensor nanpercentile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepdims = false) =>
        Binary("Nanpercentile", x, q, (t, p) => Quantiles("nanpercentile", Strong(t), Hundredth(p), axis, method, keepdims, true), Quantile(axis, method, keepdims));

    private static Tensor Reduce(string className, Tensor x, Axes? axis, bool keepdims, Func<Tensor, Tensor> run) => Nest.IsSymbolic(x)
        ? Symbolic.Record(className, [x], a => run(Strong(a[0])), Reduction(axis, keepdims))
        : run(Strong(x));

    private static Tensor WithoutNan(Tensor t, double value) => DTypes.IsFloat(t.dtype) ? Kernel.MaskedFill(t, Kernel.Isnan(t), value) : t;

    /// <summary>The tensor in the dtype in which a mean is computed.</summary>
    private static Tensor NumberType(Tensor t) => t.dtype is "float32" or "float64" ? t : Kernel.Cast(t, DTypes.Result(t.dtype, "float32"));

    private static Tensor MeanOfNumbers(Tensor t, long[] axes, bool keepdims)
    {
        var count = Kernel.Sum(Kernel.LogicalNot(Kernel.Isnan(t)), axes, keepdims, t.dtype);
        return Kernel.Div(Kernel.Sum(WithoutNan(t, 0), axes, keepdims), count);
    }

    private static Tensor VarianceOfNumbers(Tensor x, Axes? axis, bool keepdims)
    {
        var t = NumberType(x);
        if (axis is { Count: 0 }) return Kernel.Mul(t, new ScalarTensor(0L));
        var axes = Resolve(axis, t.ndim);
        var centered = WithoutNan(Kernel.Sub(t, MeanOfNumbers(t, axes, true)), 0);
        var count = Kernel.Sum(Kernel.LogicalNot(Kernel.Isnan(t)), axes, keepdims, t.dtype);
        return Kernel.Div(Kernel.Sum(Kernel.Square(centered), axes, keepdims), count);
    }

    private static Tensor NanWhereAllAre(Tensor t, Axes? axis, bool keepdims, Tensor result) =>
        Kernel.MaskedFill(result, all(Kernel.Isnan(t), axis, keepdims), double.NaN);

    private static Tensor MinusOneWhereAllAre(Tensor t, int? axis, bool keepdims, Tensor result) =>
        Kernel.MaskedFill(result, all(Kernel.Isnan(t), axis, keepdims), -1);
}
