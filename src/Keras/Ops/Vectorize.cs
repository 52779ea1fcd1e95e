using Keras.Backend;

namespace Keras;

/// <content>Functions of single elements made functions of tensors.</content>
public static partial class Ops
{
    /// <summary>Makes a function of one number or array work on tensors with further axes in front.</summary>
    /// <param name="pyfunc">The function.</param>
    /// <param name="excluded">Places of arguments that are passed on whole.</param>
    /// <param name="signature">The dimensions of its argument and result, as in <c>"(n)-&gt;()"</c>; numbers where <see langword="null"/>.</param>
    /// <returns>A function of tensors.</returns>
    /// <exception cref="ArgumentException">The signature is malformed.</exception>
    [KerasExport("keras.ops.vectorize", "keras.ops.numpy.vectorize")]
    public static VectorizedFunction vectorize(Func<Tensor, Tensor> pyfunc, IEnumerable<int>? excluded = null, string? signature = null) =>
        Vectorizing(1, a => pyfunc(a[0]), excluded, signature);

    /// <summary>Makes a function of two numbers or arrays work on tensors with further axes in front.</summary>
    /// <param name="pyfunc">The function.</param>
    /// <param name="excluded">Places of arguments that are passed on whole.</param>
    /// <param name="signature">The dimensions of its arguments and result, as in <c>"(n),(n)-&gt;()"</c>; numbers where <see langword="null"/>.</param>
    /// <returns>A function of tensors.</returns>
    /// <exception cref="ArgumentException">The signature is malformed.</exception>
    [KerasExport("keras.ops.vectorize", "keras.ops.numpy.vectorize")]
    public static VectorizedFunction vectorize(Func<Tensor, Tensor, Tensor> pyfunc, IEnumerable<int>? excluded = null, string? signature = null) =>
        Vectorizing(2, a => pyfunc(a[0], a[1]), excluded, signature);

    /// <summary>Makes a function of three numbers or arrays work on tensors with further axes in front.</summary>
    /// <param name="pyfunc">The function.</param>
    /// <param name="excluded">Places of arguments that are passed on whole.</param>
    /// <param name="signature">The dimensions of its arguments and result, as in <c>"(n),(n),()-&gt;()"</c>; numbers where <see langword="null"/>.</param>
    /// <returns>A function of tensors.</returns>
    /// <exception cref="ArgumentException">The signature is malformed.</exception>
    [KerasExport("keras.ops.vectorize", "keras.ops.numpy.vectorize")]
    public static VectorizedFunction vectorize(Func<Tensor, Tensor, Tensor, Tensor> pyfunc, IEnumerable<int>? excluded = null, string? signature = null) =>
        Vectorizing(3, a => pyfunc(a[0], a[1], a[2]), excluded, signature);

    private static VectorizedFunction Vectorizing(int count, Func<Tensor[], Tensor> f, IEnumerable<int>? excluded, string? signature)
    {
        var skip = (excluded ?? []).ToHashSet();
        var core = signature is null ? null : CoreDimensions(signature);
        return args => args.Length == count ? Vectorized(f, args, skip, core, signature)
            : throw new ArgumentException($"vectorize: the function takes {count} argument(s). Received: {args.Length}.");
    }

    private static Tensor Vectorized(Func<Tensor[], Tensor> f, Tensor[] args, HashSet<int> skip, int[]? core, string? signature)
    {
        // 1. The further axes of every argument broadcast.
        var mapped = Enumerable.Range(0, args.Length).Where(i => !skip.Contains(i)).ToArray();
        if (core is not null && core.Length != mapped.Length)
            throw new ArgumentException($"vectorize: the signature {signature} has {core.Length} argument(s). Received: {mapped.Length}.");
        if (args.Any(Nest.IsSymbolic)) throw new ArgumentException("vectorize: the function is called on values, which symbolic tensors do not have. Wrap it in a layer.");
        var tensors = Array.ConvertAll(args, Strong);
        long[] loop = [];
        for (var j = 0; j < mapped.Length; j++)
        {
            var t = tensors[mapped[j]];
            var own = t.ndim - (core?[j] ?? 0);
            if (own < 0) throw new ArgumentException($"vectorize: argument {mapped[j]} needs {core![j]} dimension(s). Received: shape {t.shape}.");
            loop = BroadcastDims("vectorize", loop, t.Dims[..own]);
        }
        for (var j = 0; j < mapped.Length; j++)
        {
            var t = tensors[mapped[j]];
            var own = t.ndim - (core?[j] ?? 0);
            var count = loop.Aggregate(1L, (a, b) => a * b);
            tensors[mapped[j]] = Kernel.Reshape(Kernel.Expand(t, [.. loop, .. t.Dims[own..]]), [count, .. t.Dims[own..]]);
        }

        // 2. A call for each place; the results are stacked.
        var calls = loop.Aggregate(1L, (a, b) => a * b);
        if (calls == 0) throw new ArgumentException($"vectorize: there is no element to call the function on. Received: {string.Join(", ", args.Select(a => a.shape.ToString()))}.");
        var results = new List<Tensor>();
        for (long at = 0; at < calls; at++)
            results.Add(f([.. tensors.Select((t, i) => skip.Contains(i) ? t : Kernel.Select(t, 0, at))]));
        var columns = results.Select(r => Nest.Flatten(r).Select(Strong).ToArray()).ToArray();
        var stacked = Enumerable.Range(0, columns[0].Length).Select(i =>
        {
            var column = Kernel.Stack(Array.ConvertAll(columns, c => c[i]), 0);
            return Kernel.Reshape(column, [.. loop, .. column.Dims[1..]]);
        });
        return Nest.Pack(results[0], stacked);
    }

    private static int[] CoreDimensions(string signature)
    {
        var sides = signature.Replace(" ", "", StringComparison.Ordinal).Split("->");
        if (sides.Length != 2 || !sides.All(s => System.Text.RegularExpressions.Regex.IsMatch(s, @"^\((\w+(,\w+)*)?\)(,\((\w+(,\w+)*)?\))*$")))
            throw new ArgumentException($"vectorize: '{signature}' is no signature. Expected dimensions in parentheses, as in \"(m,n),(n)->(m)\".");
        return [.. sides[0].Trim('(', ')').Split("),(").Select(group => group.Length == 0 ? 0 : group.Split(',').Length)];
    }

    private static long[] BroadcastDims(string op, long[] a, long[] b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            long x = i <= a.Length ? a[^i] : 1, y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1) throw new ArgumentException($"{op}: the shapes ({string.Join(", ", a)}) and ({string.Join(", ", b)}) do not broadcast.");
            result[^i] = x == 1 ? y : x;
        }
        return result;
    }
}
