using Keras.Backend;

namespace Keras;

/// <content>Order and running totals.</content>
public static partial class Ops
{
    /// <summary>The elements in ascending order along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.sort", "keras.ops.numpy.sort")]
    public static Tensor sort(Tensor x, int? axis = -1) => Each("Sort", x, t =>
    {
        var (values, at) = Along(t, axis);
        return Kernel.Sort(values, at, false).Values;
    }, new() { ["axis"] = axis });

    /// <summary>The indices that would sort the elements along an axis; equal elements keep their order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <returns>Indices, int32.</returns>
    [KerasExport("keras.ops.argsort", "keras.ops.numpy.argsort")]
    public static Tensor argsort(Tensor x, int? axis = -1) => Each("Argsort", x, t =>
    {
        var (values, at) = Along(t.dtype == "bool" ? Kernel.Cast(t, "uint8") : t, axis);
        return Kernel.Cast(Kernel.Sort(values, at, true).Indices, "int32");
    }, new() { ["axis"] = axis });

    /// <summary>Running sums along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="dtype">Dtype of the result; that of the tensor where <see langword="null"/>, with 64-bit types narrowed.</param>
    [KerasExport("keras.ops.cumsum", "keras.ops.numpy.cumsum")]
    public static Tensor cumsum(Tensor x, int? axis = null, string? dtype = null) =>
        Running("Cumsum", x, axis, dtype, static (t, a, d) => Kernel.CumSum(t, a, d));

    /// <summary>Running products along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="dtype">Dtype of the result; that of the tensor where <see langword="null"/>, with 64-bit types narrowed.</param>
    [KerasExport("keras.ops.cumprod", "keras.ops.numpy.cumprod")]
    public static Tensor cumprod(Tensor x, int? axis = null, string? dtype = null) =>
        Running("Cumprod", x, axis, dtype, static (t, a, d) => Kernel.CumProd(t, a, d));

    /// <summary>The tensor and the axis; flattened where no axis is given.</summary>
    private static (Tensor, int) Along(Tensor t, int? axis)
    {
        if (axis is { } a && (t.ndim > 0 || a is 0 or -1)) return t.ndim == 0 ? (t, 0) : (t, Axes.Normalize(a, t.ndim));
        return axis is { } bad ? (t, Axes.Normalize(bad, t.ndim)) : (t.ndim == 1 ? t : Kernel.Reshape(t, -1), 0);
    }

    private static Tensor Running(string className, Tensor x, int? axis, string? dtype, Func<Tensor, long, string, Tensor> run)
    {
        dtype = dtype is null ? null : DTypes.Standardize(dtype);
        return Each(className, x, t =>
        {
            var (values, at) = Along(t, axis);
            var to = DTypes.Result(dtype ?? t.dtype, dtype ?? t.dtype);
            if (to == "bool") to = "int32";
            return to == "float16" ? Kernel.Cast(run(values, at, "float32"), to) : run(values, at, to);
        }, new() { ["axis"] = axis, ["dtype"] = dtype });
    }
}
