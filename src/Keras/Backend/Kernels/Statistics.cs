using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of statistics.</summary>
internal static partial class Kernel
{
    /// <summary>Quantiles along the last axis. The caller has checked the dtypes, that the axis is not empty, and the interpolation.</summary>
    internal static Tensor Quantile(Tensor x, Tensor q, string interpolation, bool ignoreNan) => Run("quantile", x, q, (t, p) => ignoreNan
        ? Dispatcher.Call("aten::nanquantile"u8, ""u8, Dispatcher.Arg(t), Dispatcher.Arg(p), Dispatcher.Some(Dispatcher.Arg(-1L)), Dispatcher.Arg(false), Dispatcher.Arg(interpolation))
        : Dispatcher.Call("aten::quantile"u8, ""u8, Dispatcher.Arg(t), Dispatcher.Arg(p), Dispatcher.Some(Dispatcher.Arg(-1L)), Dispatcher.Arg(false), Dispatcher.Arg(interpolation)));

    internal static Tensor Bincount(Tensor x, Tensor? weights, long minlength) =>
        Run("bincount", x, weights, null, (t, w, _) => torch.bincount(t, w, minlength));

    internal static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins, (double, double)? range)
    {
        var r = RunMany("histogram", [x], t =>
        {
            var (counts, edges) = torch.histogram(t[0], bins, range);
            return [counts, edges];
        });
        return (r[0], r[1]);
    }

    /// <summary>The different elements, for each element its place among them, and how often each occurs. Without an axis the elements of the flattened tensor.</summary>
    internal static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, bool sorted, int? axis)
    {
        var r = RunMany("unique", [x], t =>
        {
            var (values, inverse, counts) = t[0].unique(sorted, true, true, axis);
            return [values, inverse!, counts!];
        });
        return (r[0], r[1], r[2]);
    }

    internal static Tensor Corrcoef(Tensor x) => Run("corrcoef", x, static t => t.corrcoef());

    /// <summary>Where the elements belong between ascending boundaries, int32.</summary>
    internal static Tensor SearchSorted(Tensor boundaries, Tensor x, bool right) => Run("searchsorted", boundaries, x, (b, t) => torch.searchsorted(b, t, true, right));

    internal static Tensor IsIn(Tensor x, Tensor elements, bool assumeUnique, bool invert) => Run("isin", x, elements, (t, e) => t.isin(e, assumeUnique, invert));

    internal static Tensor Diff(Tensor x, long axis) => Run("diff", x, t => t.diff(1, axis));

    internal static Tensor Trapezoid(Tensor y, double dx, long axis) => Run("trapezoid", y, t => t.trapezoid(dx, axis));

    internal static Tensor Trapezoid(Tensor y, Tensor x, long axis) => Run("trapezoid", y, x, (t, p) => t.trapezoid(p, axis));

    internal static Tensor Vander(Tensor x, long columns, bool increasing) => Run("vander", x, t => t.vander(columns, increasing));

    /// <summary>Overlapping windows of an axis as a new last axis; a view.</summary>
    internal static Tensor Windows(Tensor x, long axis, long size, long step) => Run("correlate", x, t => t.unfold(axis, size, step));
}
