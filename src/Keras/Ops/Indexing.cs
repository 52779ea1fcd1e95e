using Keras.Backend;

namespace Keras;

/// <content>Operations that pick elements.</content>
public static partial class Ops
{
    /// <summary>The part of a tensor that an index names; also written <c>x[1..3, "...", null]</c>.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="key">One entry for each axis, see <see cref="TensorIndex"/>; missing ones take all.</param>
    /// <exception cref="ArgumentException">There are too many entries, or a place lies outside.</exception>
    [KerasExport("keras.ops.get_item", "keras.ops.numpy.get_item")]
    public static Tensor get_item(Tensor x, params TensorIndex?[]? key)
    {
        if (x is TensorList items) return items[ListPlace(items, key)];
        var entries = TensorIndex.Expand(key);
        Tensor[] tensors = [.. entries.Where(e => e.Tensor is not null).Select(e => e.Tensor!)];
        if (!Nest.IsSymbolic(x) && !Array.Exists(tensors, Nest.IsSymbolic)) return Picked(Strong(x), entries);

        // Tensors among the entries are arguments of the recorded call.
        Tensor Run(Tensor[] a)
        {
            var next = 1;
            return Picked(Strong(a[0]), Array.ConvertAll(entries, e => e.Tensor is null ? e : e.With(a[next++])));
        }
        var config = new Config { ["key"] = entries.Length == 1 ? entries[0].ToConfig() : entries.Where(e => e.Tensor is not KerasTensor).Select(e => e.ToConfig()).ToList() };
        Tensor[] inputs = [x, .. tensors];
        return tensors.Length == 0
            ? Symbolic.RecordSpec("GetItem", inputs, Run, config, PickedSpec((KerasTensor)x, entries))
            : Array.Exists(tensors, t => t.dtype == "bool")
                ? Symbolic.RecordSpec("GetItem", inputs, Run, config, MaskedSpec(x, entries))
                : Symbolic.Record("GetItem", inputs, Run, config);
    }

    /// <summary>The elements at indices along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="indices">Integers; negative ones count from the end.</param>
    /// <param name="axis">The axis; the flattened tensor where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An index lies outside.</exception>
    [KerasExport("keras.ops.take", "keras.ops.numpy.take")]
    public static Tensor take(Tensor x, Tensor indices, int? axis = null) => Binary("Take", x, indices, (t, i) =>
    {
        t = Strong(t);
        if (axis is null) t = Kernel.Reshape(t, -1);
        var at = Axes.Normalize(axis ?? 0, t.ndim);
        if (i is ScalarTensor { IsInteger: true } place) return Kernel.Select(t, at, InRange("take", place.Integer, t.Dims[at], t.shape));

        // One native call for a vector of indices; others are flattened for it.
        i = Integers(i);
        var picked = WithNegatives(i, t.Dims[at], flat => Kernel.IndexSelect(t, at, flat.ndim == 1 ? flat : Kernel.Reshape(flat, -1)));
        return i.ndim == 1 ? picked : Kernel.Reshape(picked, [.. t.Dims[..at], .. i.Dims, .. t.Dims[(at + 1)..]]);
    }, new() { ["axis"] = axis });

    /// <summary>The elements at indices along an axis, with indices of their own for every position of the other axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="indices">Integers of as many dimensions; negative ones count from the end.</param>
    /// <param name="axis">The axis; both flattened where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An index lies outside, or the shapes do not broadcast.</exception>
    [KerasExport("keras.ops.take_along_axis", "keras.ops.numpy.take_along_axis")]
    public static Tensor take_along_axis(Tensor x, Tensor indices, int? axis = null) => Binary("TakeAlongAxis", x, indices, (t, i) =>
    {
        (t, i) = (Strong(t), As(Integers(i), "int64"));
        if (axis is null) (t, i) = (Kernel.Reshape(t, -1), Kernel.Reshape(i, -1));
        var at = Axes.Normalize(axis ?? 0, t.ndim);
        if (t.ndim != i.ndim)
            throw new ArgumentException($"take_along_axis: `x` and `indices` must have as many dimensions. Received: shapes {t.shape} and {i.shape}.");
        // Not libtorch's take_along_dim: an index outside is wrapped around there, without a word.
        var size = t.Dims[at];
        var common = BroadcastDims("take_along_axis", [.. t.Dims.Select((d, j) => j == at ? 1 : d)], [.. i.Dims.Select((d, j) => j == at ? 1 : d)]);
        t = Widened(t, size);
        return WithNegatives(Widened(i, i.Dims[at]), size, index => Kernel.Gather(t, at, index));

        Tensor Widened(Tensor one, long along)
        {
            long[] dims = [.. common.Select((d, j) => j == at ? along : d)];
            return one.Dims.AsSpan().SequenceEqual(dims) ? one : Kernel.Expand(one, dims);
        }
    }, new() { ["axis"] = axis });

    /// <summary>Elements of the first where the condition is true, else of the second; the indices of the true elements where neither is given.</summary>
    /// <param name="condition">Booleans; numbers other than zero are true.</param>
    /// <param name="x1">Elements where it is true.</param>
    /// <param name="x2">Elements where it is false.</param>
    /// <returns>The elements; or a tensor int64 with a row for each axis and a column for each true element.</returns>
    /// <exception cref="ArgumentException">Only one of both is given, or the shapes do not broadcast.</exception>
    [KerasExport("keras.ops.where", "keras.ops.numpy.where")]
    public static Tensor where(Tensor condition, Tensor? x1 = null, Tensor? x2 = null)
    {
        if (x1 is null != x2 is null) throw new ArgumentException("where: give both `x1` and `x2`, or neither.");
        if (x1 is null)
        {
            if (condition is KerasTensor k)
                return Symbolic.RecordSpec("Where", [condition], a => where(a[0]), null, new KerasTensor((k.ndim, null), "int64"));
            return Kernel.Permute(Kernel.Nonzero(Strong(condition)), 1, 0);
        }
        return Nest.IsSymbolic(condition) || Nest.IsSymbolic(x1) || Nest.IsSymbolic(x2)
            ? Symbolic.Record("Where", [condition, x1, x2!], a => where(a[0], a[1], a[2]))
            : Kernel.Where(As(condition, "bool"), Strong(x1), Strong(x2!));
    }

    /// <summary>The indices of the elements that are not zero.</summary>
    /// <param name="x">Any tensor.</param>
    /// <returns>A tensor int32 with a row for each axis and a column for each element.</returns>
    [KerasExport("keras.ops.nonzero", "keras.ops.numpy.nonzero")]
    public static Tensor nonzero(Tensor x)
    {
        if (x is KerasTensor k) return Symbolic.RecordSpec("Nonzero", [x], a => nonzero(a[0]), null, new KerasTensor((k.ndim, null), "int32"));
        return Kernel.Cast(Kernel.Permute(Kernel.Nonzero(Strong(x)), 1, 0), "int32");
    }

    /// <summary>Chooses among tensors by conditions: each element comes from the first choice whose condition is true there.</summary>
    /// <param name="condlist">Boolean tensors.</param>
    /// <param name="choicelist">As many tensors of elements.</param>
    /// <param name="default">The elements where no condition is true.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length.</exception>
    [KerasExport("keras.ops.select", "keras.ops.numpy.select")]
    public static Tensor select(Tensor[] condlist, Tensor[] choicelist, Tensor? @default = null)
    {
        if (condlist.Length == 0 || condlist.Length != choicelist.Length)
            throw new ArgumentException($"select: `condlist` and `choicelist` must have one length of at least 1. Received: {condlist.Length} and {choicelist.Length}.");
        var n = condlist.Length;
        return Nary("Select", [.. condlist, .. choicelist, @default ?? 0], a =>
        {
            var result = Strong(a[^1]);
            for (var i = n - 1; i >= 0; i--) result = Kernel.Where(As(a[i], "bool"), Strong(a[n + i]), result);
            return result;
        });
    }

    /// <summary>The indices of each axis for indices into the flattened tensor.</summary>
    /// <param name="indices">Integers; negative ones count from the end.</param>
    /// <param name="shape">Shape of the tensor that they index.</param>
    /// <returns>A list with a tensor for each axis, in the dtype of the indices.</returns>
    [KerasExport("keras.ops.unravel_index", "keras.ops.numpy.unravel_index")]
    public static Tensor unravel_index(Tensor indices, TensorShape shape)
    {
        var dims = Fixed("unravel_index", shape);
        return Each("UnravelIndex", indices, t =>
        {
            if (!DTypes.IsInt(t.dtype)) throw new ArgumentException($"unravel_index: expected integers. Received: dtype {t.dtype}.");
            var to = DTypes.Result(t.dtype, t.dtype);
            var rest = As(t, "int64");
            var total = dims.Aggregate(1L, (a, b) => a * b);
            if (!Kernel.IsMeta(rest) && rest.size > 0)
            {
                double low = Kernel.Item(Kernel.MinAll(rest)), high = Kernel.Item(Kernel.MaxAll(rest));
                if (low < -total || high >= total)
                    throw new ArgumentException($"unravel_index: an index lies outside of the shape {shape} of {total} element(s). Received: indices from {low} to {high}.");
            }
            if (total > 0) rest = Kernel.Remainder(rest, new ScalarTensor(total));
            var parts = new Tensor[dims.Length];
            for (var i = dims.Length - 1; i >= 0; i--)
            {
                var size = new ScalarTensor(Math.Max(dims[i], 1));
                parts[i] = As(Kernel.Remainder(rest, size), to);
                rest = Kernel.FloorDiv(rest, size);
            }
            return new TensorList(parts);
        }, new() { ["shape"] = ListValue(dims) });
    }

    internal static Tensor GetIndex(Tensor x, int index)
    {
        if (x is TensorList) return get_item(x, index);
        return Nest.IsSymbolic(x) ? get_item(x, index) : Kernel.Select(Strong(x), 0, FirstPlace(x, index));
    }

    private static long FirstPlace(Tensor x, int index)
    {
        if (x.ndim == 0) throw new ArgumentException("A scalar has no part at an index.");
        return InRange("index", index, x.Dims[0], x.shape);
    }

    private static long InRange(string op, long place, long size, TensorShape shape) => place >= -size && place < size ? place
        : throw new ArgumentException($"{op}: {place} lies outside of an axis of {size} element(s). Received: shape {shape}.");

    private static int ListPlace(TensorList items, TensorIndex?[]? key)
    {
        if (key is not [{ Kind: TensorIndex.Form.Place } entry]) throw new ArgumentException("A list of tensors is indexed by one integer.");
        if (entry.Place < -items.Count || entry.Place >= items.Count) throw new ArgumentException($"{entry.Place} lies outside of a list of {items.Count} tensor(s).");
        return (int)(entry.Place < 0 ? entry.Place + items.Count : entry.Place);
    }

    private static Tensor Integers(Tensor indices)
    {
        indices = Strong(indices);
        return indices.dtype is "int64" or "int32" ? indices : Kernel.Cast(indices, "int64");
    }

    /// <summary>Runs with the indices as they are, and where that fails with negative ones counted from the end: most have none, and a pass over them costs.</summary>
    private static Tensor WithNegatives(Tensor indices, long size, Func<Tensor, Tensor> run)
    {
        try
        {
            return run(indices);
        }
        catch (ArgumentException) when (indices.size > 0 && !Kernel.IsMeta(indices) && Kernel.Item(Kernel.MinAll(indices)) < 0)
        {
            var wrapped = Kernel.Add(indices, Kernel.Mul(Kernel.Cast(Kernel.Lt(indices, new ScalarTensor(0L)), indices.dtype), new ScalarTensor(size)));
            return run(wrapped);
        }
    }

    private static TensorIndex[] WithoutEllipsis(TensorIndex[] entries, TensorShape shape)
    {
        var named = entries.Sum(e => e.Kind switch
        {
            TensorIndex.Form.Place or TensorIndex.Form.Slice => 1,
            TensorIndex.Form.Tensor => e.Tensor!.dtype == "bool" ? e.Tensor.ndim : 1,
            _ => 0,
        });
        var dots = entries.Count(e => e.Kind == TensorIndex.Form.Ellipsis);
        var text = string.Join(", ", (object[])entries);
        if (dots > 1) throw new ArgumentException($"An index has at most one \"...\". Received: [{text}].");
        if (named > shape.Rank) throw new ArgumentException($"The index [{text}] names {named} axes; the tensor of shape {shape} has {shape.Rank}.");
        var all = Enumerable.Repeat(TensorIndex.Slice(), shape.Rank - named);
        return dots == 0 ? [.. entries, .. all] : [.. entries.SelectMany(e => e.Kind == TensorIndex.Form.Ellipsis ? all : [e])];
    }

    private static Tensor Picked(Tensor x, TensorIndex[] entries)
    {
        // 1. Places, slices and new axes, one native call each; integers stay where tensors are among the entries.
        entries = WithoutEllipsis(entries, x.shape);
        var advanced = Array.Exists(entries, e => e.Tensor is { } t && (t.ndim > 0 || t.dtype == "bool"));
        var lists = new List<Tensor?>();
        var axis = 0;
        foreach (var entry in entries)
        {
            switch (entry.Kind)
            {
                case TensorIndex.Form.Place when advanced:
                    lists.Add(Kernel.Full([1], new ScalarTensor(InRange("index", entry.Place, x.Dims[axis], x.shape)), "int64"));
                    axis++;
                    break;
                case TensorIndex.Form.Place:
                    x = Kernel.Select(x, axis, InRange("index", entry.Place, x.Dims[axis], x.shape));
                    break;
                case TensorIndex.Form.NewAxis:
                    x = Kernel.Unsqueeze(x, axis++);
                    lists.Add(null);
                    break;
                case TensorIndex.Form.Slice:
                    x = Sliced(x, axis++, entry);
                    lists.Add(null);
                    break;
                default:
                    var t = Strong(entry.Tensor!);
                    if (t.dtype != "bool" && !DTypes.IsInt(t.dtype)) throw new ArgumentException($"An index tensor holds integers or booleans. Received: dtype {t.dtype}.");
                    if (t.ndim == 0 && t.dtype != "bool" && !advanced)
                    {
                        x = Kernel.IndexSelect(x, axis, Kernel.Reshape(WrapScalar(t, x.Dims[axis]), 1));
                        x = Kernel.Squeeze(x, axis);
                        break;
                    }
                    foreach (var places in t.dtype == "bool" ? MaskPlaces(t, x, axis) : [t.ndim == 0 ? Kernel.Reshape(Integers(t), 1) : Integers(t)])
                    {
                        lists.Add(places);
                        axis++;
                    }
                    break;
            }
        }

        // 2. All tensors together.
        return advanced ? Kernel.Index(x, lists) : x;
    }

    private static Tensor WrapScalar(Tensor place, long size) =>
        Kernel.IsMeta(place) ? Integers(place) : Kernel.Full([], new ScalarTensor((long)Kernel.Item(place) is var at && at < 0 ? at + size : at), "int64");

    private static Tensor Sliced(Tensor x, int axis, TensorIndex entry)
    {
        var size = x.Dims[axis];
        var (first, count, step) = entry.Places(size);
        if (first == 0 && count == size && step == 1) return x;
        if (step == 1) return Kernel.Narrow(x, axis, first, count);
        if (step > 0) return Kernel.SliceStep(x, axis, first, count == 0 ? first : first + ((count - 1) * step) + 1, step);

        // libtorch has no negative steps: the places in ascending order, turned around.
        if (count == 0) return Kernel.Narrow(x, axis, 0, 0);
        var last = first + ((count - 1) * step);
        return Kernel.Flip(Kernel.SliceStep(x, axis, last, first + 1, -step), axis);
    }

    private static IEnumerable<Tensor> MaskPlaces(Tensor mask, Tensor x, int axis)
    {
        for (var i = 0; i < mask.ndim; i++)
            if (axis + i >= x.ndim || mask.Dims[i] != x.Dims[axis + i])
                throw new ArgumentException($"A boolean index must have the shape of the axes that it indexes. Received: a mask of shape {mask.shape} at axis {axis} of shape {x.shape}.");
        if (mask.ndim == 0) throw new ArgumentException("A boolean index must have at least one dimension.");
        return Kernel.Unbind(Kernel.Nonzero(mask), 1);
    }

    private static KerasTensor PickedSpec(KerasTensor x, TensorIndex[] entries)
    {
        var dims = new List<int?>();
        var axis = 0;
        foreach (var entry in WithoutEllipsis(entries, x.shape))
        {
            if (entry.Kind == TensorIndex.Form.NewAxis)
            {
                dims.Add(1);
                continue;
            }
            var size = x.shape[axis++];
            if (entry.Kind == TensorIndex.Form.Slice) dims.Add(size is { } n ? checked((int)entry.Places(n).Count) : null);
            else if (size is { } m) InRange("index", entry.Place, m, x.shape);
        }
        return new KerasTensor(new TensorShape(dims.ToArray()), x.dtype);
    }

    private static KerasTensor MaskedSpec(Tensor x, TensorIndex[] entries)
    {
        // The number of true elements is not known: the axes of a mask become one unknown axis.
        var rest = new List<int?>();
        var axis = 0;
        int? at = null;
        foreach (var entry in WithoutEllipsis(entries, x.shape))
        {
            if (entry.Kind == TensorIndex.Form.Tensor)
            {
                at ??= rest.Count;
                axis += entry.Tensor!.dtype == "bool" ? entry.Tensor.ndim : 1;
            }
            else if (entry.Kind == TensorIndex.Form.NewAxis) rest.Add(1);
            else
            {
                var size = x.shape[axis++];
                if (entry.Kind == TensorIndex.Form.Slice) rest.Add(size is { } n ? checked((int)entry.Places(n).Count) : null);
            }
        }
        rest.Insert(at ?? 0, null);
        return new KerasTensor(new TensorShape(rest.ToArray()), x.dtype);
    }

    /// <summary>A constant of a config: a number, or nested lists of numbers.</summary>
    internal static object? PlainValue(Tensor x)
    {
        if (x is ScalarTensor s) return s.Boxed;
        if (Nest.IsSymbolic(x)) return null;
        using var scope = new TensorScope();
        var values = Kernel.ToArray<double>(As(x, "float64"));
        var integral = DTypes.IsInt(x.dtype);
        var flat = values.Select(v => x.dtype == "bool" ? v != 0 : integral ? (object?)(long)v : v).ToList();
        for (var d = x.ndim - 1; d > 0; d--) flat = [.. flat.Chunk((int)Math.Max(1, x.Dims[d])).Select(c => (object?)c.ToList())];
        return x.ndim == 0 ? flat[0] : flat;
    }
}
