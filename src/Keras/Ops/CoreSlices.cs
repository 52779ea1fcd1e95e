using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>A tensor of zeros into which values are added at places.</summary>
    /// <param name="indices">(…, k) integers: places in the first k dimensions of the result.</param>
    /// <param name="values">(…, rest of the dimensions): what is added there; places that occur twice get both.</param>
    /// <param name="shape">Dimensions of the result.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a place lies outside.</exception>
    [KerasExport("keras.ops.scatter")]
    public static Tensor scatter(Tensor indices, Tensor values, TensorShape shape)
    {
        var dims = shape.ToLongs();
        return Nary("Scatter", [indices, values], t =>
        {
            using var scope = new TensorScope();
            var update = Strong(t[1]);
            var target = Kernel.IsMeta(update) ? Kernel.OnMeta(dims, update.dtype) : Kernel.Zeros(dims, update.dtype);
            return scope.Keep(ScatterInto("scatter", target, t[0], update, "add", false));
        }, new() { ["shape"] = dims.Select(d => (object?)d).ToList() });
    }

    /// <summary>A copy with values put at places.</summary>
    /// <param name="inputs">Any tensor.</param>
    /// <param name="indices">(n, k) integers: n places in the first k dimensions.</param>
    /// <param name="updates">(n, rest of the dimensions): the values.</param>
    /// <param name="reduction">What a value does to the one that stands there: <c>add</c>, <c>max</c>, <c>min</c>, <c>mul</c>, or replaces it where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a place lies outside, or there is no such reduction.</exception>
    [KerasExport("keras.ops.scatter_update")]
    public static Tensor scatter_update(Tensor inputs, Tensor indices, Tensor updates, string? reduction = null)
    {
        reduction = reduction?.ToLowerInvariant();
        if (reduction is not (null or "add" or "max" or "min" or "mul"))
            throw new ArgumentException($"Invalid reduction: '{reduction}'. Supported values are: None, 'add', 'max', 'min', 'mul'.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            return scope.Keep(ScatterInto("scatter_update", x, t[1], cast(t[2], x.dtype), reduction, true));
        }
        return Array.Exists([inputs, indices, updates], Nest.IsSymbolic)
            ? Symbolic.RecordSpec("ScatterUpdate", [inputs, indices, updates], Compute, new() { ["reduction"] = reduction }, new KerasTensor(inputs.shape, inputs.dtype))
            : Compute([inputs, indices, updates]);
    }

    /// <summary>A part of a tensor.</summary>
    /// <param name="inputs">Any tensor.</param>
    /// <param name="start_indices">Where the part starts, one integer a dimension.</param>
    /// <param name="shape">Its length in each dimension; -1 for all that is left.</param>
    /// <exception cref="ArgumentException">The part does not lie inside.</exception>
    [KerasExport("keras.ops.slice")]
    public static Tensor slice(Tensor inputs, Tensor start_indices, TensorShape shape)
    {
        if (shape.Rank != inputs.ndim)
            throw new ArgumentException($"The number of dimensions in `inputs` must match the number of dimensions in `shape`. Received: inputs.shape={inputs.shape} and shape={shape}.");
        CheckStart(inputs, start_indices);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            var start = Starts(t[1]);
            for (var i = 0; i < start.Length; i++)
            {
                var length = shape[i] is { } l and >= 0 ? l : x.Dims[i] - start[i];
                CheckPart(inputs, i, start[i], length, x.Dims[i]);
                x = Kernel.Narrow(x, i, start[i], length);
            }
            return scope.Keep(start.Length == 0 ? Kernel.Clone(x) : x);
        }
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(start_indices)) return Compute([inputs, start_indices]);
        var known = Nest.IsSymbolic(start_indices) ? null : Starts(start_indices);
        var dims = shape.ToArray();
        for (var i = 0; i < dims.Length; i++)
            if (dims[i] is null or < 0) dims[i] = known is null || inputs.shape[i] is not { } size ? null : (int)(size - known[i]);
        return Symbolic.RecordSpec("Slice", [inputs, start_indices], Compute, new() { ["shape"] = Saving.Serialization.ToConfig(shape) }, new KerasTensor(dims, inputs.dtype));
    }

    /// <summary>A copy with a part replaced.</summary>
    /// <param name="inputs">Any tensor.</param>
    /// <param name="start_indices">Where the part starts, one integer a dimension.</param>
    /// <param name="updates">The part, of as many dimensions.</param>
    /// <exception cref="ArgumentException">The part does not lie inside.</exception>
    [KerasExport("keras.ops.slice_update")]
    public static Tensor slice_update(Tensor inputs, Tensor start_indices, Tensor updates)
    {
        CheckStart(inputs, start_indices);
        if (updates.ndim != inputs.ndim)
            throw new ArgumentException($"slice_update: the updates must have as many dimensions as the inputs. Received: inputs.shape={inputs.shape}, updates.shape={updates.shape}.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            Tensor x = Strong(t[0]), part = cast(t[2], x.dtype);
            var start = Starts(t[1]);
            for (var i = 0; i < start.Length; i++) CheckPart(inputs, i, start[i], part.Dims[i], x.Dims[i]);
            return scope.Keep(Kernel.SliceUpdate(x, start, part));
        }
        return Array.Exists([inputs, start_indices, updates], Nest.IsSymbolic)
            ? Symbolic.RecordSpec("SliceUpdate", [inputs, start_indices, updates], Compute, null, new KerasTensor(inputs.shape, inputs.dtype))
            : Compute([inputs, start_indices, updates]);
    }

    /// <summary>The tensors along an axis, one by one.</summary>
    /// <param name="x">Any tensor with a dimension.</param>
    /// <param name="num">How many there are; read from the shape where <see langword="null"/>.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>A list of tensors without the axis.</returns>
    /// <exception cref="ArgumentException">The axis has another length, or is unknown.</exception>
    [KerasExport("keras.ops.unstack")]
    public static Tensor unstack(Tensor x, int? num = null, int axis = 0)
    {
        var at = Axes.Normalize(axis, x.ndim);
        var length = x.shape[at] ?? num ?? throw new ArgumentException($"Cannot infer argument `num` from shape {x.shape}. Either provide a tensor with a concrete shape in the `axis` dimension or explicitly pass the `num` argument.");
        if (num is { } given && given != length) throw new ArgumentException($"unstack: axis {axis} has the length {length}. Received: num={given}, x.shape={x.shape}.");
        Tensor Compute(Tensor[] t) => new TensorList(Kernel.Unbind(Strong(t[0]), at));
        if (x is not KerasTensor k) return Compute([x]);
        var rest = Without(k.shape, at);
        return Symbolic.RecordSpec("Unstack", [x], Compute, new() { ["num"] = num, ["axis"] = axis }, new TensorList(Enumerable.Range(0, length).Select(_ => (Tensor)new KerasTensor(rest, k.dtype))));
    }

    private static Tensor ScatterInto(string op, Tensor target, Tensor indices, Tensor values, string? reduction, bool rows)
    {
        var places = cast(indices, "int64");
        if (places.ndim < 1 || rows && places.ndim != 2)
            throw new ArgumentException($"{op}: the indices must have the shape {(rows ? "(n, k)" : "(…, k)")}. Received: indices.shape={indices.shape}.");
        var k = (int)places.Dims[^1];
        long[] dims = target.Dims;
        if (k < 1 || k > dims.Length)
            throw new ArgumentException($"{op}: the last dimension of the indices, {k}, must lie between 1 and the number of dimensions. Received: indices.shape={indices.shape}, shape={target.shape}.");
        var count = places.size / k;
        var rest = dims[k..].Aggregate(1L, (a, b) => a * b);
        if (values.size != count * rest && !(values.size == 1 || rows && values.ndim <= dims.Length - k && reduction is null))
            throw new ArgumentException($"{op}: {count} places need values of the shape ({string.Join(", ", [count, .. dims[k..]])}). Received: {values.shape}.");
        // 1. The places of the first k dimensions as one number each.
        var flat = Kernel.Reshape(places, count, k);
        Tensor? row = null;
        for (var i = 0; i < k; i++)
        {
            var column = Kernel.Select(flat, 1, i);
            column = Kernel.Where(Kernel.Lt(column, 0), Kernel.Add(column, dims[i]), column);
            if (count > 0 && !Kernel.IsMeta(column))
            {
                double low = Kernel.Item(Kernel.MinAll(column)), high = Kernel.Item(Kernel.MaxAll(column));
                if (low < 0 || high >= dims[i])
                    throw new ArgumentException($"{op}: the indices of dimension {i} must lie between {-dims[i]} and {dims[i] - 1}. Received: {(low < 0 ? low - dims[i] : high)}.");
            }
            row = row is null ? column : Kernel.Add(Kernel.Mul(row, dims[i]), column);
        }
        // 2. The values into rows of the rest of the dimensions.
        var lines = Kernel.Reshape(target, dims[..k].Aggregate(1L, (a, b) => a * b), rest);
        var update = values.size == count * rest ? Kernel.Reshape(values, count, rest) : Kernel.Reshape(Kernel.Expand(values, [count, .. dims[k..]]), count, rest);
        return Kernel.Reshape(Kernel.ScatterRows(lines, row!, update, reduction), dims);
    }

    private static long[] Starts(Tensor start)
    {
        using var scope = new TensorScope();
        return Kernel.ToArray<long>(cast(start, "int64"));
    }

    private static void CheckStart(Tensor inputs, Tensor start)
    {
        if (start is TensorList) throw new ArgumentException("start_indices must be one tensor of integers. Received: a list of tensors. Join them with ops.stack.");
        if (start.ndim != 1 || start.shape[0] is { } n && n != inputs.ndim)
            throw new ArgumentException($"The number of dimensions in `start_indices` must match the number of dimensions in `inputs`. Received: start_indices.shape={start.shape} and inputs.shape={inputs.shape}.");
    }

    private static void CheckPart(Tensor inputs, int axis, long start, long length, long size)
    {
        if (start < 0 || length < 0 || start + length > size)
            throw new ArgumentException($"The part from {start} of length {length} does not lie inside dimension {axis}, which has the length {size}. Received: inputs.shape={inputs.shape}.");
    }
}
