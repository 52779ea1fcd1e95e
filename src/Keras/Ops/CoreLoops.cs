using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Applies a function to each element of the first axis, one after the other.</summary>
    /// <param name="f">The function. Of a list it gets a list of elements.</param>
    /// <param name="xs">A tensor, or a list of tensors of the same first dimension.</param>
    /// <returns>The results, stacked along a new first axis.</returns>
    [KerasExport("keras.ops.map")]
    public static Tensor map(Func<Tensor, Tensor> f, Tensor xs) => MapOver("Map", f, xs);

    /// <summary>Applies a function to each element of the first axis, as if it were written for one element.</summary>
    /// <param name="function">The function. Of a list it gets a list of elements.</param>
    /// <param name="elements">A tensor, or a list of tensors of the same first dimension.</param>
    /// <returns>The results, stacked along a new first axis.</returns>
    // Porting note: libtorch has no vmap for functions of other languages; the elements are taken one by one.
    [KerasExport("keras.ops.vectorized_map")]
    public static Tensor vectorized_map(Func<Tensor, Tensor> function, Tensor elements) => MapOver("VectorizedMap", function, elements);

    /// <summary>Carries a value along the first axis through a function that also gives an output for each element.</summary>
    /// <param name="f">From the carried value and an element to the next carried value and an output (or <see langword="null"/>, which stands for zeros).</param>
    /// <param name="init">The first carried value: a tensor or a list.</param>
    /// <param name="xs">The elements: a tensor, a list of tensors, or <see langword="null"/> for none.</param>
    /// <param name="length">How many elements; that of <paramref name="xs"/> where <see langword="null"/>.</param>
    /// <param name="reverse">Whether it goes from the last element to the first.</param>
    /// <param name="unroll">Kept for Keras's signature; the loop runs step by step.</param>
    /// <returns>A list of two: the last carried value, and the outputs stacked along a new first axis.</returns>
    /// <exception cref="ArgumentException">Neither elements nor a length were given.</exception>
    [KerasExport("keras.ops.scan")]
    public static Tensor scan(Func<Tensor, Tensor?, (Tensor carry, Tensor? y)> f, Tensor init, Tensor? xs = null, int? length = null, bool reverse = false, int unroll = 1)
    {
        if (unroll < 1) throw new ArgumentException($"`unroll` must be a positive integer or boolean. Received: unroll={unroll}");
        if (xs is null && length is null) throw new ArgumentException("Got no `xs` to scan over and `length` not provided.");
        if (!Nest.IsSymbolic(init) && !Nest.IsSymbolic(xs)) return Scan(f, init, xs, length, reverse);
        // The symbolic result: that of one step.
        var n = length ?? Nest.Flatten(xs).First().shape[0];
        Tensor[] inputs = xs is null ? [init] : [init, xs];
        var step = Symbolic.Infer("Scan", xs is null ? [init] : [init, Element(xs)], t =>
        {
            var (carry, y) = f(t[0], t.Length > 1 ? t[1] : null);
            return new TensorList(carry, y ?? t[0]);
        });
        var spec = new TensorList(((TensorList)step)[0], Nest.Map(((TensorList)step)[1], y => new KerasTensor(new TensorShape([n, .. y.shape]), y.dtype)));
        return Symbolic.RecordSpec("Scan", inputs, t => Scan(f, t[0], t.Length > 1 ? t[1] : null, length, reverse), new() { ["length"] = length, ["reverse"] = reverse, ["unroll"] = unroll }, spec);
    }

    /// <summary>All prefixes of an axis joined by an associative function, in about log n rounds.</summary>
    /// <param name="f">The function: of two tensors of the same shape (or two lists) one.</param>
    /// <param name="elems">A tensor, or a list of tensors that are equally long along the axis.</param>
    /// <param name="reverse">Whether it goes from the end.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The first element, the first two joined, the first three joined, …</returns>
    /// <exception cref="ArgumentException">The tensors have different lengths along the axis.</exception>
    // Porting note: Keras's torch backend gives floats for integers; its other backends keep the dtype, as here.
    [KerasExport("keras.ops.associative_scan")]
    public static Tensor associative_scan(Func<Tensor, Tensor, Tensor> f, Tensor elems, bool reverse = false, int axis = 0)
    {
        var flat = Nest.Flatten(elems).ToArray();
        var at = Axes.Normalize(axis, flat[0].ndim);
        if (flat.Select(e => e.shape[at]).Distinct().Count() > 1)
            throw new ArgumentException($"Array inputs to associative_scan must have the same length along axis {axis}. Received: {Nest.Shapes(elems)}.");
        if (Nest.IsSymbolic(elems))
            return Symbolic.RecordSpec("AssociativeScan", [elems], t => associative_scan(f, t[0], reverse, axis), new() { ["reverse"] = reverse, ["axis"] = axis }, Nest.Map(elems, t => new KerasTensor(t.shape, t.dtype)));
        flat = Array.ConvertAll(flat, e => reverse ? Kernel.Flip(Strong(e), at) : Strong(e));
        var scanned = Prefixes(flat);
        return Nest.Pack(elems, reverse ? scanned.Select(s => Kernel.Flip(s, at)) : scanned);

        Tensor[] Combine(Tensor[] a, Tensor[] b) => [.. Nest.Flatten(f(Nest.Pack(elems, a), Nest.Pack(elems, b)))];

        Tensor[] Prefixes(Tensor[] items)
        {
            var n = items[0].Dims[at];
            if (n < 2) return items;
            // 1. The prefixes of even length, from pairs joined.
            var pairs = Combine([.. items.Select(e => Kernel.SliceStep(e, at, 0, n - 1, 2))], [.. items.Select(e => Kernel.SliceStep(e, at, 1, n, 2))]);
            var even = Prefixes(pairs);
            // 2. Those of odd length: one element more. The first is the first element.
            var m = even[0].Dims[at];
            var left = n % 2 == 0 ? [.. even.Select(e => Kernel.Narrow(e, at, 0, m - 1))] : even;
            var odd = n == 2 ? items.Select(e => Kernel.Narrow(e, at, 0, 1)).ToArray()
                : Combine(left, [.. items.Select(e => Kernel.SliceStep(e, at, 2, n, 2))]).Zip(items, (o, e) => Kernel.Cat([Kernel.Narrow(e, at, 0, 1), o], at)).ToArray();
            // 3. One after the other.
            return [.. odd.Zip(even, (a, b) => Interleave(a, b, at))];
        }
    }

    /// <summary>The result of one of two functions.</summary>
    /// <param name="pred">A boolean scalar.</param>
    /// <param name="true_fn">What is computed where it is true.</param>
    /// <param name="false_fn">What is computed where it is false.</param>
    /// <exception cref="ArgumentException">In a functional model: both give different shapes.</exception>
    // Porting note: in a functional model both functions become part of the model and one result is taken, so they may use its symbolic tensors.
    [KerasExport("keras.ops.cond")]
    public static Tensor cond(Tensor pred, Func<Tensor> true_fn, Func<Tensor> false_fn)
    {
        if (!Nest.IsSymbolic(pred)) return Truth(pred) ? true_fn() : false_fn();
        Tensor yes = true_fn(), no = false_fn();
        Tensor[] a = [.. Nest.Flatten(yes)], b = [.. Nest.Flatten(no)];
        if (a.Length != b.Length || a.Zip(b).Any(p => p.First.shape != p.Second.shape || p.First.dtype != p.Second.dtype))
            throw new ArgumentException($"`true_fn` and `false_fn` should return outputs of the same kind (struct, dtype and shape). Received: {Nest.Shapes(yes)} and {Nest.Shapes(no)}.");
        return Symbolic.RecordSpec("Cond", [pred, yes, no], t => Truth(t[0]) ? t[1] : t[2], null, Nest.Map(yes, t => new KerasTensor(t.shape, t.dtype)));
    }

    /// <summary>Repeats a function while a condition holds.</summary>
    /// <param name="cond">From the variables to a boolean scalar.</param>
    /// <param name="body">From the variables to the next variables. Both functions get a list where the variables are a list.</param>
    /// <param name="loop_vars">The first variables: a tensor or a list.</param>
    /// <param name="maximum_iterations">The most repetitions; no limit where <see langword="null"/>.</param>
    /// <returns>The last variables.</returns>
    [KerasExport("keras.ops.while_loop")]
    public static Tensor while_loop(Func<Tensor, Tensor> cond, Func<Tensor, Tensor> body, Tensor loop_vars, int? maximum_iterations = null)
    {
        if (Nest.IsSymbolic(loop_vars))
            return Symbolic.RecordSpec("WhileLoop", [loop_vars], t => while_loop(cond, body, t[0], maximum_iterations), new() { ["maximum_iterations"] = maximum_iterations },
                Nest.Map(loop_vars, t => new KerasTensor(t.shape, t.dtype)));
        var vars = Nest.Map(loop_vars, Strong);
        for (var i = 0; (maximum_iterations is not { } most || i < most) && Truth(cond(vars)); i++)
        {
            var next = body(vars);
            vars = vars is TensorList && next is not TensorList ? new TensorList(next) : next;
        }
        return vars;
    }

    /// <summary>Repeats a function for the numbers of a range.</summary>
    /// <param name="lower">The first number.</param>
    /// <param name="upper">The number after the last.</param>
    /// <param name="body_fun">From the number and the value to the next value.</param>
    /// <param name="init_val">The first value: a tensor or a list.</param>
    /// <returns>The last value.</returns>
    [KerasExport("keras.ops.fori_loop")]
    public static Tensor fori_loop(int lower, int upper, Func<int, Tensor, Tensor> body_fun, Tensor init_val)
    {
        if (Nest.IsSymbolic(init_val))
            return Symbolic.RecordSpec("ForiLoop", [init_val], t => fori_loop(lower, upper, body_fun, t[0]), new() { ["lower"] = lower, ["upper"] = upper },
                Nest.Map(init_val, t => new KerasTensor(t.shape, t.dtype)));
        var value = init_val;
        for (var i = lower; i < upper; i++) value = body_fun(i, value);
        return value;
    }

    /// <summary>The result of one of several functions without arguments.</summary>
    /// <param name="index">Which; one out of range means the first or the last.</param>
    /// <param name="branches">The functions.</param>
    [KerasExport("keras.ops.switch")]
    public static Tensor @switch(Tensor index, Func<Tensor>[] branches) => Switch(index, branches.Length, [], (i, _) => branches[i]());

    /// <summary>The result of one of several functions of one argument.</summary>
    /// <param name="index">Which; one out of range means the first or the last.</param>
    /// <param name="branches">The functions.</param>
    /// <param name="operand">Their argument.</param>
    [KerasExport("keras.ops.switch")]
    public static Tensor @switch(Tensor index, Func<Tensor, Tensor>[] branches, Tensor operand) => Switch(index, branches.Length, [operand], (i, t) => branches[i](t[0]));

    /// <summary>The result of one of several functions of two arguments.</summary>
    /// <param name="index">Which; one out of range means the first or the last.</param>
    /// <param name="branches">The functions.</param>
    /// <param name="operand1">Their first argument.</param>
    /// <param name="operand2">Their second argument.</param>
    [KerasExport("keras.ops.switch")]
    public static Tensor @switch(Tensor index, Func<Tensor, Tensor, Tensor>[] branches, Tensor operand1, Tensor operand2) =>
        Switch(index, branches.Length, [operand1, operand2], (i, t) => branches[i](t[0], t[1]));

    /// <summary>The result of one of several functions of three arguments.</summary>
    /// <param name="index">Which; one out of range means the first or the last.</param>
    /// <param name="branches">The functions.</param>
    /// <param name="operand1">Their first argument.</param>
    /// <param name="operand2">Their second argument.</param>
    /// <param name="operand3">Their third argument.</param>
    [KerasExport("keras.ops.switch")]
    public static Tensor @switch(Tensor index, Func<Tensor, Tensor, Tensor, Tensor>[] branches, Tensor operand1, Tensor operand2, Tensor operand3) =>
        Switch(index, branches.Length, [operand1, operand2, operand3], (i, t) => branches[i](t[0], t[1], t[2]));

    private static Tensor Switch(Tensor index, int count, Tensor[] operands, Func<int, Tensor[], Tensor> run)
    {
        if (count == 0) throw new ArgumentException("switch: there must be at least one function in `branches`. Received: none.");
        Tensor Compute(Tensor[] t) => run((int)Math.Clamp(Kernel.Item(t[0]), 0, count - 1), t[1..]);
        Tensor[] inputs = [index, .. operands];
        if (!Array.Exists(inputs, Nest.IsSymbolic)) return Compute(inputs);
        var spec = operands.Length == 0 ? Nest.Map(run(0, []), t => new KerasTensor(t.shape, t.dtype)) : Symbolic.Infer("Switch", operands, t => run(0, t));
        return Symbolic.RecordSpec("Switch", inputs, Compute, null, spec);
    }

    private static Tensor MapOver(string className, Func<Tensor, Tensor> f, Tensor xs)
    {
        var n = CommonLength(className, xs);
        if (Nest.IsSymbolic(xs))
        {
            var one = Symbolic.Infer(className, [Element(xs)], t => f(t[0]));
            return Symbolic.RecordSpec(className, [xs], t => MapOver(className, f, t[0]), null, Nest.Map(one, y => new KerasTensor(new TensorShape([n, .. y.shape]), y.dtype)));
        }
        var parts = new Tensor[n ?? 0];
        for (var i = 0; i < parts.Length; i++) parts[i] = f(Nest.Map(xs, t => Kernel.Select(Strong(t), 0, i)));
        return StackAll(className, parts);
    }

    private static Tensor Scan(Func<Tensor, Tensor?, (Tensor carry, Tensor? y)> f, Tensor init, Tensor? xs, int? length, bool reverse)
    {
        var n = length ?? CommonLength("scan", xs!)!.Value;
        var carry = Nest.Map(init, Strong);
        var zeros = Nest.Map(carry, t => Kernel.ZerosLike(t, t.dtype));
        var ys = new Tensor[n];
        for (var step = 0; step < n; step++)
        {
            var i = reverse ? n - 1 - step : step;
            (carry, var y) = f(carry, xs is null ? null : Nest.Map(xs, t => Kernel.Select(Strong(t), 0, i)));
            ys[i] = y ?? zeros;
        }
        return new TensorList(carry, StackAll("scan", ys));
    }

    /// <summary>Results of the same structure, stacked leaf by leaf.</summary>
    private static Tensor StackAll(string op, Tensor[] parts)
    {
        if (parts.Length == 0) throw new ArgumentException($"{op}: there are no elements to apply the function to: the first dimension is 0.");
        var flat = Array.ConvertAll(parts, p => Nest.Flatten(p).ToArray());
        return Nest.Pack(parts[0], Enumerable.Range(0, flat[0].Length).Select(leaf => Kernel.Stack([.. flat.Select(p => Strong(p[leaf]))], 0)));
    }

    private static int? CommonLength(string op, Tensor xs)
    {
        var lengths = Nest.Flatten(xs).Select(t => t.ndim > 0 ? t.shape[0] : throw new ArgumentException($"{op}: the tensors must have at least one dimension. Received: {Nest.Shapes(xs)}.")).Distinct().ToArray();
        return lengths.Length == 1 ? lengths[0] : throw new ArgumentException($"{op}: the tensors must have the same first dimension. Received: {Nest.Shapes(xs)}.");
    }

    private static Tensor Element(Tensor xs) => Nest.Map(xs, t => (Tensor)new KerasTensor(t.shape[1..], t.dtype));

    private static Tensor Interleave(Tensor a, Tensor b, int axis)
    {
        var n = b.Dims[axis];
        var head = a.Dims[axis] == n ? a : Kernel.Narrow(a, axis, 0, n);
        long[] shape = [.. b.Dims[..axis], 2 * n, .. b.Dims[(axis + 1)..]];
        var mixed = Kernel.Reshape(Kernel.Stack([head, b], axis + 1), shape);
        return a.Dims[axis] == n ? mixed : Kernel.Cat([mixed, Kernel.Narrow(a, axis, n, 1)], axis);
    }

    private static bool Truth(Tensor x) => Kernel.Item(x) != 0;
}
