using Keras.Backend;

namespace Keras;

/// <content>Elements as members of sets and intervals.</content>
public static partial class Ops
{
    /// <summary>The different elements of a tensor.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="sorted">Whether they come in ascending order.</param>
    /// <param name="return_index">Whether to return the index of the first occurrence of each.</param>
    /// <param name="return_inverse">Whether to return, for each element, its place among the different ones.</param>
    /// <param name="return_counts">Whether to return how often each occurs.</param>
    /// <param name="axis">The axis whose parts are compared; the elements of the flattened tensor where <see langword="null"/>.</param>
    /// <param name="size">How many to return: further ones are cut off, missing ones filled up.</param>
    /// <param name="fill_value">What fills up, 0 where <see langword="null"/>.</param>
    /// <returns>The elements; or a list of them and of what else was asked for, int64, in the order of the parameters.</returns>
    [KerasExport("keras.ops.unique", "keras.ops.numpy.unique")]
    public static Tensor unique(
        Tensor x, bool sorted = true, bool return_index = false, bool return_inverse = false, bool return_counts = false, int? axis = null, int? size = null, double? fill_value = null)
    {
        if (size is { } wanted) NotNegative("unique", "size", wanted);
        if (x is KerasTensor k)
            return Symbolic.RecordSpec("Unique", [x], a => unique(a[0], sorted, return_index, return_inverse, return_counts, axis, size, fill_value), new()
            {
                ["sorted"] = sorted,
                ["return_index"] = return_index,
                ["return_inverse"] = return_inverse,
                ["return_counts"] = return_counts,
                ["axis"] = axis,
                ["size"] = size,
                ["fill_value"] = fill_value,
            }, UniqueSpec(k, return_index, return_inverse, return_counts, axis, size));

        // 1. The different elements, and what belongs to each.
        x = Strong(x);
        var at = axis is { } given ? Axes.Normalize(given, x.ndim) : (int?)null;
        if (at is not null && x.size == 0) throw new ArgumentException($"unique: a tensor without elements has no parts to compare along an axis. Received: shape {x.shape}.");
        var (values, inverse, counts) = Kernel.Unique(x, sorted, at);
        var along = at ?? 0;
        Tensor? first = null;
        if (return_index)
        {
            // Sorted by place, the elements of one value are neighbours in their order: the first of each group is its first occurrence.
            var (_, order) = Kernel.Sort(Kernel.Reshape(inverse, -1), 0, true);
            first = counts.size == 0 ? counts : Kernel.IndexSelect(order, 0, Kernel.Sub(Kernel.CumSum(counts, 0), counts));
        }

        // 2. To the wanted size.
        if (size is { } n)
        {
            values = Resized(values, along, n, fill_value ?? 0);
            counts = Resized(counts, 0, n, 0);
            // As Keras does, 1 fills the indices up.
            if (first is not null) first = Resized(first, 0, n, 1);
        }
        var results = new List<Tensor> { values };
        if (first is not null) results.Add(first);
        if (return_inverse) results.Add(inverse);
        if (return_counts) results.Add(counts);
        return results.Count == 1 ? values : new TensorList(results.ToArray());
    }

    /// <summary>Whether each element is among the elements of another tensor.</summary>
    /// <param name="x1">Any tensor.</param>
    /// <param name="x2">The elements looked for.</param>
    /// <param name="assume_unique">Whether no element occurs twice in either, which may be faster.</param>
    /// <param name="invert">Whether to tell instead which are not among them.</param>
    [KerasExport("keras.ops.isin", "keras.ops.numpy.isin")]
    public static Tensor isin(Tensor x1, Tensor x2, bool assume_unique = false, bool invert = false) => Binary("IsIn", x1, x2, (a, b) =>
    {
        (a, b) = (Strong(a), Strong(b));
        if (a.dtype == "bool") a = Kernel.Cast(a, b.dtype == "bool" ? "int32" : b.dtype);
        if (b.dtype == "bool") b = Kernel.Cast(b, a.dtype);
        return Kernel.IsIn(a, b, assume_unique, invert);
    }, new() { ["assume_unique"] = assume_unique, ["invert"] = invert });

    /// <summary>The number of the interval in which each element lies: how many edges are not greater.</summary>
    /// <param name="x">Any tensor of real numbers.</param>
    /// <param name="bins">Edges, an ascending vector.</param>
    /// <returns>Numbers from 0 to the number of edges, int32.</returns>
    /// <exception cref="ArgumentException">The edges are no vector.</exception>
    [KerasExport("keras.ops.digitize", "keras.ops.numpy.digitize")]
    public static Tensor digitize(Tensor x, Tensor bins) => Binary("Digitize", x, bins, static (a, b) => Placed("digitize", b, a, true));

    /// <summary>Where elements would have to be put into a sorted vector so that it stays sorted.</summary>
    /// <param name="sorted_sequence">An ascending vector.</param>
    /// <param name="values">Any tensor of real numbers.</param>
    /// <param name="side">Among equal elements: <c>left</c> before them, <c>right</c> after them.</param>
    /// <returns>Places, int32.</returns>
    /// <exception cref="ArgumentException">The sequence is no vector, or the side is unknown.</exception>
    [KerasExport("keras.ops.searchsorted", "keras.ops.numpy.searchsorted")]
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, string side = "left")
    {
        if (side is not ("left" or "right")) throw new ArgumentException($"searchsorted: unknown side '{side}'; expected left or right.");
        return Binary("SearchSorted", sorted_sequence, values, (a, b) => Placed("searchsorted", a, b, side == "right"), new() { ["side"] = side });
    }

    /// <summary>Indices that put the kth smallest element in its place along an axis, smaller ones before it and greater ones after it.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="kth">The place; negative counts from the end.</param>
    /// <param name="axis">The axis; that of the flattened tensor where <see langword="null"/>.</param>
    /// <returns>Indices, int32.</returns>
    /// <exception cref="ArgumentException">The place lies outside.</exception>
    [KerasExport("keras.ops.argpartition", "keras.ops.numpy.argpartition")]
    public static Tensor argpartition(Tensor x, int kth, int? axis = -1) => Each("Argpartition", x, t =>
    {
        var (values, at) = Along(t.dtype == "bool" ? Kernel.Cast(t, "uint8") : t, axis);
        if (values.ndim == 0) values = Kernel.Reshape(values, 1);
        InRange("argpartition", kth, values.Dims[at], t.shape);
        // Sorted indices are a partition at every place.
        return Kernel.Cast(Kernel.Sort(values, at, true).Indices, "int32");
    }, new() { ["kth"] = kth, ["axis"] = axis });

    private static Tensor Placed(string op, Tensor edges, Tensor values, bool right)
    {
        if (edges.ndim != 1) throw new ArgumentException($"{op}: the sorted sequence must be a vector. Received: shape {edges.shape}.");
        (edges, values) = (Strong(edges), Strong(values));
        var to = edges.dtype == values.dtype ? edges.dtype : DTypes.Result(edges.dtype, values.dtype);
        if (DTypes.IsComplex(to)) throw new ArgumentException($"{op}: complex numbers have no order. Received: dtype {to}.");
        return Kernel.SearchSorted(Kernel.Contiguous(As(edges, to == "bool" ? "uint8" : to)), Kernel.Contiguous(As(values, to == "bool" ? "uint8" : to)), right);
    }

    private static Tensor Resized(Tensor t, int axis, int size, double fill)
    {
        var missing = size - t.Dims[axis];
        if (missing <= 0) return missing == 0 ? t : Kernel.Narrow(t, axis, 0, size);
        var pad = new long[2 * (t.ndim - axis)];
        pad[^1] = missing;
        return Kernel.PadConstant(t, pad, fill);
    }

    private static Tensor UniqueSpec(KerasTensor x, bool index, bool inverse, bool counts, int? axis, int? size)
    {
        var at = axis is { } a ? Axes.Normalize(a, x.ndim) : (int?)null;
        TensorShape one = new(size);
        var results = new List<Tensor> { new KerasTensor(at is { } i ? x.shape.With(i, size) : one, x.dtype) };
        if (index) results.Add(new KerasTensor(one, "int64"));
        if (inverse) results.Add(new KerasTensor(at is { } j ? new TensorShape(x.shape[j]) : x.shape, "int64"));
        if (counts) results.Add(new KerasTensor(one, "int64"));
        return results.Count == 1 ? results[0] : new TensorList(results.ToArray());
    }
}
