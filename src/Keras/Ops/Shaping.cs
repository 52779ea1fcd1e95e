using Keras.Backend;

namespace Keras;

/// <content>Operations that give the same elements another shape or order.</content>
public static partial class Ops
{
    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="newshape">The new shape; one dimension may be -1 and is found from the number of elements.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    [KerasExport("keras.ops.reshape", "keras.ops.numpy.reshape")]
    public static Tensor reshape(Tensor x, TensorShape newshape)
    {
        // An unknown dimension means the same as -1.
        var dims = new long[newshape.Rank];
        for (var i = 0; i < dims.Length; i++) dims[i] = newshape[i] ?? -1;
        return Nest.IsSymbolic(x)
            ? Symbolic.Record("Reshape", [x], a => Kernel.Reshape(a[0], dims), new() { ["newshape"] = ListValue(dims) })
            : Kernel.Reshape(Strong(x), dims);
    }

    /// <summary>The same elements in one dimension.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.ravel", "keras.ops.numpy.ravel")]
    public static Tensor ravel(Tensor x) => Each("Ravel", x, static t => Kernel.Reshape(t, -1));

    /// <summary>The axes in another order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">Which axis of the tensor comes at each place; all in reverse where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="axes"/> is no permutation.</exception>
    [KerasExport("keras.ops.transpose", "keras.ops.numpy.transpose")]
    public static Tensor transpose(Tensor x, Axes? axes = null)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Transpose", [x], a => transpose(a[0], axes), new() { ["axes"] = AxisValue(axes) });
        x = Strong(x);
        if (axes is { } given)
        {
            if (given.Count != x.ndim)
                throw new ArgumentException($"transpose: `axes` must name each of the {x.ndim} dimension(s) once. Received: axes={given} for the shape {x.shape}.");
            return Kernel.Permute(x, given.Normalize(x.ndim));
        }
        var reversed = new long[x.ndim];
        for (var i = 0; i < reversed.Length; i++) reversed[i] = reversed.Length - 1 - i;
        return Kernel.Permute(x, reversed);
    }

    /// <summary>Two axes swapped.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis1">One axis.</param>
    /// <param name="axis2">The other axis.</param>
    [KerasExport("keras.ops.swapaxes", "keras.ops.numpy.swapaxes")]
    public static Tensor swapaxes(Tensor x, int axis1, int axis2) => Each("Swapaxes", x, t =>
    {
        var order = Resolve(null, t.ndim);
        int i = Axes.Normalize(axis1, t.ndim), j = Axes.Normalize(axis2, t.ndim);
        (order[i], order[j]) = (order[j], order[i]);
        return Kernel.Permute(t, order);
    }, new() { ["axis1"] = axis1, ["axis2"] = axis2 });

    /// <summary>Axes moved to other places; the rest stays in order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="source">Where they are.</param>
    /// <param name="destination">Where they go, as many.</param>
    /// <exception cref="ArgumentException">The numbers of axes differ, or an axis is named twice.</exception>
    [KerasExport("keras.ops.moveaxis", "keras.ops.numpy.moveaxis")]
    public static Tensor moveaxis(Tensor x, Axes source, Axes destination) => Each("Moveaxis", x, t =>
    {
        long[] from = source.Normalize(t.ndim), to = destination.Normalize(t.ndim);
        if (from.Length != to.Length || from.Distinct().Count() != from.Length || to.Distinct().Count() != to.Length)
            throw new ArgumentException($"moveaxis: `source` and `destination` must name as many different axes. Received: source={source}, destination={destination} for the shape {t.shape}.");
        var order = Enumerable.Range(0, t.ndim).Select(i => (long)i).Except(from).ToList();
        foreach (var (place, axis) in to.Zip(from).OrderBy(p => p.First)) order.Insert((int)place, axis);
        return Kernel.Permute(t, [.. order]);
    }, new() { ["source"] = AxisValue(source), ["destination"] = AxisValue(destination) });

    /// <summary>Axes of size 1 removed.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Which; every one of size 1 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A named axis is not of size 1.</exception>
    [KerasExport("keras.ops.squeeze", "keras.ops.numpy.squeeze")]
    public static Tensor squeeze(Tensor x, Axes? axis = null)
    {
        if (x is KerasTensor k)
        {
            // From the shape: an unknown dimension is taken to be more than 1, as in Keras.
            var drop = axis?.Normalize(k.ndim);
            if (drop is not null)
                foreach (var d in drop)
                    if (k.shape[(int)d] != 1) throw NotSqueezable(k.shape, d);
            var kept = k.shape.Where((size, i) => drop is null ? size != 1 : !drop.Contains(i)).ToArray();
            return Symbolic.RecordSpec("Squeeze", [x], a => squeeze(a[0], axis), new() { ["axis"] = AxisValue(axis) }, new KerasTensor(new TensorShape(kept), k.dtype));
        }
        x = Strong(x);
        var axes = axis?.Normalize(x.ndim) ?? [.. Resolve(null, x.ndim).Where(i => x.Dims[i] == 1)];
        foreach (var a in axes)
            if (x.Dims[a] != 1) throw NotSqueezable(x.shape, a);
        if (axes.Length == 1) return Kernel.Squeeze(x, axes[0]);
        return axes.Length == 0 ? x : Kernel.Reshape(x, [.. x.Dims.Where((_, i) => !axes.Contains(i))]);
    }

    private static ArgumentException NotSqueezable(TensorShape shape, long axis) =>
        new($"squeeze: axis {axis} has not size 1. Received: shape {shape}.");

    /// <summary>New axes of size 1.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Their places in the result.</param>
    [KerasExport("keras.ops.expand_dims", "keras.ops.numpy.expand_dims")]
    public static Tensor expand_dims(Tensor x, Axes axis)
    {
        if (Nest.IsSymbolic(x)) return Symbolic.Record("ExpandDims", [x], a => expand_dims(a[0], axis), new() { ["axis"] = AxisValue(axis) });
        x = Strong(x);
        var places = axis.Normalize(x.ndim + axis.Count);
        Array.Sort(places);
        foreach (var place in places) x = Kernel.Unsqueeze(x, place);
        return x;
    }

    /// <summary>The tensor repeated along axes of size 1 until it has a shape; no memory is copied.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ArgumentException">The tensor does not broadcast to the shape.</exception>
    [KerasExport("keras.ops.broadcast_to", "keras.ops.numpy.broadcast_to")]
    public static Tensor broadcast_to(Tensor x, TensorShape shape)
    {
        var dims = Fixed("broadcast_to", shape);
        return Each("BroadcastTo", x, t => Kernel.Expand(t, dims), new() { ["shape"] = ListValue(dims) });
    }

    /// <summary>The tensor repeated as a whole.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="repeats">How often along each axis; missing ones on the left are 1.</param>
    [KerasExport("keras.ops.tile", "keras.ops.numpy.tile")]
    public static Tensor tile(Tensor x, TensorShape repeats)
    {
        var counts = Fixed("tile", repeats);
        return Each("Tile", x, t => Kernel.Tile(t, counts), new() { ["repeats"] = counts.Length == 1 ? counts[0] : ListValue(counts) });
    }

    /// <summary>Each element repeated.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="repeats">How often: one number, or one for each element along the axis.</param>
    /// <param name="axis">The axis; the flattened tensor where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The repetitions are negative or do not fit the axis.</exception>
    [KerasExport("keras.ops.repeat", "keras.ops.numpy.repeat")]
    public static Tensor repeat(Tensor x, Tensor repeats, int? axis = null)
    {
        if (Nest.IsSymbolic(repeats)) throw new ArgumentException("repeat: `repeats` must have values; a symbolic tensor has none.");
        // 1. The counts, read once: the shape of the result depends on them.
        var counts = repeats is ScalarTensor s ? [s.Integer] : Kernel.ToArray<long>(As(Strong(repeats), "int64"));
        if (repeats.ndim > 1 || counts.Length == 0 || repeats is ScalarTensor { IsInteger: false } || DTypes.IsFloat(repeats.dtype) || Array.Exists(counts, c => c < 0))
            throw new ArgumentException($"repeat: `repeats` must be one integer or a list of integers, not negative. Received: {repeats}.");

        // 2. One number is a cheaper call than one for each element.
        return Each("Repeat", x, t =>
        {
            if (axis is { } a) a = Axes.Normalize(a, t.ndim);
            else (t, a) = (Kernel.Reshape(t, -1), 0);
            if (t.ndim == 0) t = Kernel.Reshape(t, 1);
            if (counts.Length == 1) return Kernel.RepeatInterleave(t, counts[0], a);
            if (t.Dims[a] != counts.Length)
                throw new ArgumentException($"repeat: {counts.Length} repetitions do not fit the {t.Dims[a]} element(s) of axis {a}. Received: shape {t.shape}.");
            var indices = Kernel.FromArray(counts.SelectMany((count, i) => Enumerable.Repeat((long)i, checked((int)count))).ToArray());
            return Kernel.IsMeta(t) ? Kernel.OnMeta([.. t.Dims.Select((d, i) => i == a ? counts.Sum() : d)], t.dtype) : Kernel.IndexSelect(t, a, indices);
        }, new() { ["repeats"] = counts.Length == 1 ? counts[0] : ListValue(counts), ["axis"] = axis });
    }

    /// <summary>The elements in reverse order along axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Axes; all where <see langword="null"/>.</param>
    [KerasExport("keras.ops.flip", "keras.ops.numpy.flip")]
    public static Tensor flip(Tensor x, Axes? axis = null) =>
        Each("Flip", x, t => Kernel.Flip(t, Resolve(axis, t.ndim)), new() { ["axis"] = AxisValue(axis) });

    /// <summary>The elements in reverse order along axis 1, from left to right.</summary>
    /// <param name="x">A tensor of at least two dimensions.</param>
    [KerasExport("keras.ops.fliplr", "keras.ops.numpy.fliplr")]
    public static Tensor fliplr(Tensor x) => Each("Fliplr", x, static t => Kernel.Flip(AtLeast("fliplr", t, 2), 1));

    /// <summary>The elements in reverse order along axis 0, from top to bottom.</summary>
    /// <param name="x">A tensor of at least one dimension.</param>
    [KerasExport("keras.ops.flipud", "keras.ops.numpy.flipud")]
    public static Tensor flipud(Tensor x) => Each("Flipud", x, static t => Kernel.Flip(AtLeast("flipud", t, 1), 0));

    /// <summary>The elements shifted along axes; what falls off at the end comes back at the start.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shift">How far, for each axis.</param>
    /// <param name="axis">Axes; the flattened tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.roll", "keras.ops.numpy.roll")]
    public static Tensor roll(Tensor x, Axes shift, Axes? axis = null) => Each("Roll", x, t =>
    {
        var by = Array.ConvertAll(shift.ToArray(), s => (long)s);
        if (axis is not { } a)
        {
            if (by.Length != 1) throw new ArgumentException($"roll: several shifts need as many axes. Received: shift={shift}, axis=None.");
            return Kernel.Roll(t, by, []);
        }
        var axes = a.Normalize(t.ndim);
        if (by.Length == 1 && axes.Length > 1) by = [.. Enumerable.Repeat(by[0], axes.Length)];
        if (axes.Length == 1 && by.Length > 1) axes = [.. Enumerable.Repeat(axes[0], by.Length)];
        if (axes.Length != by.Length) throw new ArgumentException($"roll: `shift` and `axis` must have one length. Received: shift={shift}, axis={axis}.");
        return Kernel.Roll(t, by, axes);
    }, new() { ["shift"] = AxisValue(shift), ["axis"] = AxisValue(axis) });

    /// <summary>The tensor turned by multiples of 90 degrees in the plane of two axes.</summary>
    /// <param name="array">A tensor of at least two dimensions.</param>
    /// <param name="k">How many quarter turns, from the first axis towards the second.</param>
    /// <param name="axes">The two axes of the plane; (0, 1) where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The axes are not two different ones.</exception>
    [KerasExport("keras.ops.rot90", "keras.ops.numpy.rot90")]
    public static Tensor rot90(Tensor array, int k = 1, Axes? axes = null)
    {
        var plane = axes ?? (0, 1);
        return Each("Rot90", array, t =>
        {
            AtLeast("rot90", t, 2);
            var pair = plane.Normalize(t.ndim);
            if (pair.Length != 2 || pair[0] == pair[1]) throw new ArgumentException($"rot90: `axes` must be two different axes. Received: axes={plane} for the shape {t.shape}.");
            var order = Resolve(null, t.ndim);
            (order[pair[0]], order[pair[1]]) = (order[pair[1]], order[pair[0]]);
            return (((k % 4) + 4) % 4) switch
            {
                0 => Kernel.Clone(t),
                1 => Kernel.Permute(Kernel.Flip(t, pair[1]), order),
                2 => Kernel.Flip(t, pair),
                _ => Kernel.Flip(Kernel.Permute(t, order), pair[1]),
            };
        }, new() { ["k"] = k, ["axes"] = AxisValue(plane) });
    }

    private static Tensor AtLeast(string op, Tensor t, int rank) => t.ndim >= rank ? t
        : throw new ArgumentException($"{op}: expected at least {rank} dimension(s). Received: shape {t.shape}.");

    private static object ListValue(long[] values) => values.Select(v => (object?)v).ToList();

    private static long[] Fixed(string op, TensorShape shape)
    {
        var dims = new long[shape.Rank];
        for (var i = 0; i < dims.Length; i++)
            dims[i] = shape[i] is >= 0 and { } d ? d : throw new ArgumentException($"{op}: every dimension must be known and not negative. Received: {shape}.");
        return dims;
    }
}
