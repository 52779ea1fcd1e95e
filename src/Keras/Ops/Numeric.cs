using Keras.Backend;

namespace Keras;

/// <content>Differences, integrals, polynomials, grids and products of vectors in space.</content>
public static partial class Ops
{
    /// <summary>Differences of neighbours along an axis, taken n times. Of booleans, whether they differ.</summary>
    /// <param name="a">A tensor of at least one dimension.</param>
    /// <param name="n">How many times.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException"><paramref name="n"/> is negative.</exception>
    [KerasExport("keras.ops.diff", "keras.ops.numpy.diff")]
    public static Tensor diff(Tensor a, int n = 1, int axis = -1)
    {
        NotNegative("diff", "n", n);
        return Each("Diff", a, t =>
        {
            var at = Axes.Normalize(axis, AtLeast("diff", t, 1).ndim);
            for (var i = 0; i < n && t.Dims[at] > 0; i++) t = Kernel.Diff(t, at);
            return t;
        }, new() { ["n"] = n, ["axis"] = axis });
    }

    /// <summary>Integral along an axis by the trapezoidal rule.</summary>
    /// <param name="y">Values of the function.</param>
    /// <param name="x">Where they were taken, a vector or a tensor that broadcasts; at equal distances where <see langword="null"/>.</param>
    /// <param name="dx">The distance where <paramref name="x"/> is missing.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.ops.trapezoid", "keras.ops.numpy.trapezoid")]
    public static Tensor trapezoid(Tensor y, Tensor? x = null, double dx = 1.0, int axis = -1)
    {
        if (x is not null) x = One(x);
        var config = new Config { ["x"] = x is null ? null : PlainValue(x), ["dx"] = dx, ["axis"] = axis };
        Tensor Value(Tensor t) => t.dtype == "bool" ? Kernel.Cast(t, KerasConfig.floatx()) : t;
        if (x is null) return Each("Trapezoid", y, t => Kernel.Trapezoid(Value(t), dx, Axes.Normalize(axis, AtLeast("trapezoid", t, 1).ndim)), config);
        return Nest.IsSymbolic(x)
            ? Symbolic.Record("Trapezoid", [y, x], a => trapezoid(a[0], a[1], dx, axis), config)
            : Each("Trapezoid", y, t => Kernel.Trapezoid(Value(t), Kernel.IsMeta(t) ? Kernel.OnMeta(x.Dims, Strong(x).dtype) : Strong(x), Axes.Normalize(axis, AtLeast("trapezoid", t, 1).ndim)), config);
    }

    /// <summary>Vandermonde's matrix: the powers of the elements of a vector as columns.</summary>
    /// <param name="x">A vector.</param>
    /// <param name="N">Number of columns; as many as elements where <see langword="null"/>.</param>
    /// <param name="increasing">Whether the powers rise from left to right.</param>
    /// <exception cref="ArgumentException">The tensor is no vector, or <paramref name="N"/> is negative.</exception>
    [KerasExport("keras.ops.vander", "keras.ops.numpy.vander")]
    public static Tensor vander(Tensor x, int? N = null, bool increasing = false)
    {
        x = One(x);
        if (x.ndim != 1) throw new ArgumentException($"vander: expected a vector. Received: shape {x.shape}.");
        if (N is { } n) NotNegative("vander", "N", n);
        return Each("Vander", x, t =>
        {
            var to = DTypes.Result(t.dtype, t.dtype);
            return N == 0 ? Kernel.Zeros([t.Dims[0], 0], to) : As(Kernel.Vander(t, N ?? t.Dims[0], increasing), to);
        }, new() { ["N"] = N, ["increasing"] = increasing });
    }

    /// <summary>Vector product of vectors in space, or in the plane, along an axis.</summary>
    /// <param name="x1">First factors; vectors of 3 components, or of 2.</param>
    /// <param name="x2">Second factors; vectors of 3 components, or of 2.</param>
    /// <param name="axisa">Axis of the components of <paramref name="x1"/>.</param>
    /// <param name="axisb">Axis of the components of <paramref name="x2"/>.</param>
    /// <param name="axisc">Axis of the components of the result.</param>
    /// <param name="axis">One axis for all three.</param>
    /// <returns>Vectors of 3 components; of two vectors in the plane, the third component alone.</returns>
    /// <exception cref="ArgumentException">The vectors have not 2 or 3 components.</exception>
    [KerasExport("keras.ops.cross", "keras.ops.numpy.cross")]
    public static Tensor cross(Tensor x1, Tensor x2, int axisa = -1, int axisb = -1, int axisc = -1, int? axis = null) => Binary("Cross", x1, x2, (a, b) =>
    {
        // 1. The components as the last axis, in one dtype.
        var to = DTypes.Result(a.PromotionDType, b.PromotionDType);
        (a, b) = Meet(a, b, to);
        a = moveaxis(AtLeast("cross", a, 1), axis ?? axisa, -1);
        b = moveaxis(AtLeast("cross", b, 1), axis ?? axisb, -1);
        long n = a.Dims[^1], m = b.Dims[^1];
        if (n is not (2 or 3) || m is not (2 or 3)) throw new ArgumentException($"cross: vectors must have 2 or 3 components. Received: shapes {x1.shape} and {x2.shape}.");
        Tensor Component(Tensor t, int i) => Kernel.Select(t, t.ndim - 1, i);
        Tensor Minor(int i, int j) => Kernel.Sub(Kernel.Mul(Component(a, i), Component(b, j)), Kernel.Mul(Component(a, j), Component(b, i)));

        // 2. In the plane only the third component is not zero.
        if (n == 2 && m == 2) return Minor(0, 1);
        if (n == 2) a = PadWithConstant(a, [.. Enumerable.Repeat((0, 0), a.ndim - 1), (0, 1)], 0);
        if (m == 2) b = PadWithConstant(b, [.. Enumerable.Repeat((0, 0), b.ndim - 1), (0, 1)], 0);
        var result = Kernel.Stack([Minor(1, 2), Minor(2, 0), Minor(0, 1)], Math.Max(a.ndim, b.ndim) - 1);
        return moveaxis(result, -1, axis ?? axisc);
    }, new() { ["axisa"] = axisa, ["axisb"] = axisb, ["axisc"] = axisc, ["axis"] = axis });

    /// <summary>The coordinates of a grid, from the coordinates of its axes.</summary>
    /// <param name="x">A vector (or a scalar) for each axis.</param>
    /// <param name="indexing"><c>xy</c> lets the first vector run along axis 1 and the second along axis 0; <c>ij</c> each along its own.</param>
    /// <returns>A list with a tensor of the shape of the grid for each axis.</returns>
    /// <exception cref="ArgumentException">An argument has more than one dimension, or the indexing is unknown.</exception>
    [KerasExport("keras.ops.meshgrid", "keras.ops.numpy.meshgrid")]
    public static Tensor meshgrid(Tensor[] x, string indexing = "xy")
    {
        if (indexing is not ("xy" or "ij")) throw new ArgumentException($"meshgrid: unknown indexing '{indexing}'; expected xy or ij.");
        if (x.Length == 0) throw new ArgumentException("meshgrid: expected at least one vector.");
        return Nary("Meshgrid", x, list =>
        {
            int Place(int i) => indexing == "xy" && i < 2 && list.Length > 1 ? 1 - i : i;
            var sizes = new long[list.Length];
            for (var i = 0; i < list.Length; i++)
            {
                if (list[i].ndim > 1) throw new ArgumentException($"meshgrid: expected vectors. Received: shape {list[i].shape}.");
                sizes[Place(i)] = list[i].size;
            }
            return new TensorList(list.Select((t, i) =>
            {
                var shape = Enumerable.Repeat(1L, list.Length).ToArray();
                shape[Place(i)] = t.size;
                return Kernel.Expand(Kernel.Reshape(Strong(t), shape), sizes);
            }).ToArray());
        }, new() { ["indexing"] = indexing });
    }

    /// <summary>The coordinates of a grid, from the coordinates of its axes; the first vector runs along axis 1.</summary>
    /// <param name="x">A vector (or a scalar) for each axis.</param>
    /// <returns>A list with a tensor of the shape of the grid for each axis.</returns>
    [KerasExport("keras.ops.meshgrid", "keras.ops.numpy.meshgrid")]
    public static Tensor meshgrid(params Tensor[] x) => meshgrid(x, "xy");
}
