using Keras.Backend;

namespace Keras;

/// <content>Reductions over axes.</content>
public static partial class Ops
{
    /// <summary>Sum over axes; small integers and booleans are counted in int32.</summary>
    /// <param name="x">A tensor, or a list of tensors of one shape.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.sum", "keras.ops.numpy.sum")]
    public static Tensor sum(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Sum", [x], a => sum(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        if (axis is { Count: 0 }) return x;
        var to = x.dtype is "bool" or "uint8" or "int8" or "int16" or "int32" ? "int32" : null;
        return axis is null && !keepdims ? Kernel.SumAll(x, to) : Kernel.Sum(x, Resolve(axis, x.ndim), keepdims, to);
    }

    /// <summary>Arithmetic mean over axes, a float even of integers.</summary>
    /// <param name="x">A tensor, or a list of tensors of one shape.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.mean", "keras.ops.numpy.mean")]
    public static Tensor mean(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Mean", [x], a => mean(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        if (axis is { Count: 0 }) return x;
        var to = x.dtype;
        // Half-precision numbers are added up in float32.
        if (to is not ("float32" or "float64") && !DTypes.IsComplex(to))
        {
            x = Kernel.Cast(x, "float32");
            if (!DTypes.IsFloat(to)) to = "float32";
        }
        return As(axis is null && !keepdims ? Kernel.MeanAll(x) : Kernel.Mean(x, Resolve(axis, x.ndim), keepdims), to);
    }

    /// <summary>Greatest element over axes.</summary>
    /// <param name="x">A tensor with at least one element, unless <paramref name="initial"/> is given.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <param name="initial">A value that takes part in every comparison.</param>
    /// <exception cref="ArgumentException">The tensor is empty.</exception>
    [KerasExport("keras.ops.max", "keras.ops.numpy.max")]
    public static Tensor max(Tensor x, Axes? axis = null, bool keepdims = false, double? initial = null)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Max", [x], a => max(a[0], axis, keepdims, initial), Reduction(axis, keepdims, initial));
        var result = NotEmpty("max", x = Strong(x), axis, keepdims, initial) ?? amax(x, axis, keepdims);
        return initial is null ? result : Kernel.Maximum(result, Kernel.Full([], initial.Value, result.dtype));
    }

    /// <summary>Least element over axes.</summary>
    /// <param name="x">A tensor with at least one element, unless <paramref name="initial"/> is given.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <param name="initial">A value that takes part in every comparison.</param>
    /// <exception cref="ArgumentException">The tensor is empty.</exception>
    [KerasExport("keras.ops.min", "keras.ops.numpy.min")]
    public static Tensor min(Tensor x, Axes? axis = null, bool keepdims = false, double? initial = null)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Min", [x], a => min(a[0], axis, keepdims, initial), Reduction(axis, keepdims, initial));
        var result = NotEmpty("min", x = Strong(x), axis, keepdims, initial) ?? amin(x, axis, keepdims);
        return initial is null ? result : Kernel.Minimum(result, Kernel.Full([], initial.Value, result.dtype));
    }

    /// <summary>Greatest element over axes.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.amax", "keras.ops.numpy.amax")]
    public static Tensor amax(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Amax", [x], a => amax(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        return axis is { Count: 0 } ? x : axis is null && !keepdims ? Kernel.MaxAll(x) : Kernel.Amax(x, Resolve(axis, x.ndim), keepdims);
    }

    /// <summary>Least element over axes.</summary>
    /// <param name="x">A tensor with at least one element.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.amin", "keras.ops.numpy.amin")]
    public static Tensor amin(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Amin", [x], a => amin(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        return axis is { Count: 0 } ? x : axis is null && !keepdims ? Kernel.MinAll(x) : Kernel.Amin(x, Resolve(axis, x.ndim), keepdims);
    }

    /// <summary>Product over axes; small integers and booleans are multiplied in int32.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <param name="dtype">Dtype of the result; that of the tensor where <see langword="null"/>, with 64-bit types narrowed.</param>
    [KerasExport("keras.ops.prod", "keras.ops.numpy.prod")]
    public static Tensor prod(Tensor x, Axes? axis = null, bool keepdims = false, string? dtype = null)
    {
        dtype = dtype is null ? null : DTypes.Standardize(dtype);
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Prod", [x], a => prod(a[0], axis, keepdims, dtype), new(Reduction(axis, keepdims)) { ["dtype"] = dtype });
        // 1. The dtype of the result, and that of the computation.
        x = Strong(x);
        var to = dtype ?? (x.dtype is "bool" or "int8" or "int16" or "uint8" ? "int32" : DTypes.Result(x.dtype, x.dtype));
        var compute = to == "float16" ? "float32" : to;
        if (dtype is null && x.dtype == "float64") compute = "float64";

        // 2. One axis after the other from the last: the native call takes one.
        if (axis is null && !keepdims) return As(Kernel.ProdAll(x, compute), to);
        var axes = Resolve(axis, x.ndim);
        Array.Sort(axes);
        for (var i = axes.Length - 1; i >= 0; i--) x = Kernel.ProdAxis(x, axes[i], keepdims, compute);
        return As(x, to);
    }

    /// <summary>Whether one element is true over axes. Numbers other than zero are true.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.any", "keras.ops.numpy.any")]
    public static Tensor any(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Nest.IsSymbolic(x) ? Symbolic.Record("Any", [x], a => any(a[0], axis, keepdims), Reduction(axis, keepdims))
            : Logic(x, axis, keepdims, static t => Kernel.AnyAll(t), static (t, a, k) => Kernel.Any(t, a, k));

    /// <summary>Whether all elements are true over axes. Numbers other than zero are true.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.all", "keras.ops.numpy.all")]
    public static Tensor all(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Nest.IsSymbolic(x) ? Symbolic.Record("All", [x], a => all(a[0], axis, keepdims), Reduction(axis, keepdims))
            : Logic(x, axis, keepdims, static t => Kernel.AllAll(t), static (t, a, k) => Kernel.All(t, a, k));

    /// <summary>Index of the greatest element along an axis, the first where several are equal.</summary>
    /// <param name="x">Any tensor with at least one element along the axis.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axis stays, of size 1.</param>
    /// <returns>Indices, int32.</returns>
    [KerasExport("keras.ops.argmax", "keras.ops.numpy.argmax")]
    public static Tensor argmax(Tensor x, int? axis = null, bool keepdims = false) =>
        Nest.IsSymbolic(x) ? Symbolic.Record("Argmax", [x], a => argmax(a[0], axis, keepdims), Reduction(axis, keepdims))
            : Extreme("argmax", x, axis, keepdims, static (t, a, k) => Kernel.ArgMax(t, a, k));

    /// <summary>Index of the least element along an axis, the first where several are equal.</summary>
    /// <param name="x">Any tensor with at least one element along the axis.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the reduced axis stays, of size 1.</param>
    /// <returns>Indices, int32.</returns>
    [KerasExport("keras.ops.argmin", "keras.ops.numpy.argmin")]
    public static Tensor argmin(Tensor x, int? axis = null, bool keepdims = false) =>
        Nest.IsSymbolic(x) ? Symbolic.Record("Argmin", [x], a => argmin(a[0], axis, keepdims), Reduction(axis, keepdims))
            : Extreme("argmin", x, axis, keepdims, static (t, a, k) => Kernel.ArgMin(t, a, k));

    /// <summary>Variance over axes, of the population (divided by the number of elements).</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    /// <returns>A float tensor; float64 becomes float32, as in Keras.</returns>
    [KerasExport("keras.ops.var", "keras.ops.numpy.var")]
    public static Tensor var(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Var", [x], a => var(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        var to = DTypes.Result(x.dtype, "float");
        if (axis is { Count: 0 }) return Kernel.Zeros(x.Dims, to);
        if (x.dtype is not ("float32" or "float64")) x = Kernel.Cast(x, DTypes.Result(x.dtype, "float32"));
        return As(Kernel.Var(x, Resolve(axis, x.ndim), keepdims), to);
    }

    /// <summary>Standard deviation over axes, of the population (divided by the number of elements).</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes to reduce; all where <see langword="null"/>, none where empty.</param>
    /// <param name="keepdims">Whether the reduced axes stay, of size 1.</param>
    [KerasExport("keras.ops.std", "keras.ops.numpy.std")]
    public static Tensor std(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Std", [x], a => std(a[0], axis, keepdims), Reduction(axis, keepdims));
        x = Strong(x);
        if (DTypes.IsInt(x.dtype) || x.dtype == "bool") x = Kernel.Cast(x, "float32");
        return axis is { Count: 0 } ? Kernel.Zeros(x.Dims, x.dtype) : Kernel.Std(x, Resolve(axis, x.ndim), keepdims);
    }

    private static Config Reduction(Axes? axis, bool keepdims) => new() { ["axis"] = AxisValue(axis), ["keepdims"] = keepdims };

    private static Config Reduction(Axes? axis, bool keepdims, double? initial) => new(Reduction(axis, keepdims)) { ["initial"] = initial };

    private static object? AxisValue(Axes? axis) => axis is { } a ? ((Saving.IConfigValue)a).ToConfig() : null;

    private static Tensor? NotEmpty(string op, Tensor x, Axes? axis, bool keepdims, double? initial)
    {
        if (Array.IndexOf(x.Dims, 0L) < 0) return null;
        if (initial is null) throw new ArgumentException($"{op}: an empty tensor has no such element. Received: shape {x.shape}. Give `initial` for a result.");
        var axes = Resolve(axis, x.ndim);
        var shape = x.Dims.Select((d, i) => axes.Contains(i) ? 1 : d);
        return Kernel.Full([.. keepdims ? shape : shape.Where((_, i) => !axes.Contains(i))], initial.Value, x.dtype);
    }

    private static Tensor Logic(Tensor x, Axes? axis, bool keepdims, Func<Tensor, Tensor> whole, Func<Tensor, long, bool, Tensor> one)
    {
        x = As(Strong(x), "bool");
        if (axis is { Count: 0 }) return x;
        if (axis is null && !keepdims) return whole(x);
        var axes = Resolve(axis, x.ndim);
        Array.Sort(axes);
        for (var i = axes.Length - 1; i >= 0; i--) x = one(x, axes[i], keepdims);
        return x;
    }

    private static Tensor Extreme(string op, Tensor x, int? axis, bool keepdims, Func<Tensor, long, bool, Tensor> run)
    {
        x = Strong(x);
        if (x.dtype == "bool") x = Kernel.Cast(x, "uint8");
        if (x.size == 0) throw new ArgumentException($"{op}: an empty tensor has no such element. Received: shape {x.shape}.");
        if (axis is { } a) return Kernel.Cast(run(x, Axes.Normalize(a, x.ndim), keepdims), "int32");
        var result = Kernel.Cast(run(x.ndim == 1 ? x : Kernel.Reshape(x, -1), 0, false), "int32");
        return keepdims ? Kernel.Reshape(result, [.. Enumerable.Repeat(1L, x.ndim)]) : result;
    }
}
