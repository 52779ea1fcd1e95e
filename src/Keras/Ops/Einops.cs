using System.Text.RegularExpressions;
using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Axes named, reordered, joined and taken apart by a pattern.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="pattern">Names before and after, such as <c>b (h p) w -> b h w p</c>; names in parentheses are one axis.</param>
    /// <param name="axes_lengths">Lengths of names in parentheses that cannot be found otherwise: <c>("p", 2)</c>.</param>
    /// <exception cref="ArgumentException">The pattern does not fit the tensor.</exception>
    [KerasExport("keras.ops.rearrange")]
    public static Tensor rearrange(Tensor tensor, string pattern, params (string name, int length)[] axes_lengths)
    {
        // 1. Read the pattern.
        var sides = pattern.Split("->");
        if (sides.Length != 2) throw new ArgumentException($"rearrange: the pattern needs one '->'. Received: '{pattern}'.");
        List<string[]> before = Groups(sides[0], pattern), after = Groups(sides[1], pattern);
        string[] from = [.. before.SelectMany(g => g)], to = [.. after.SelectMany(g => g)];
        if (from.Distinct().Count() != from.Length || to.Distinct().Count() != to.Length || from.Except(to).Any() || to.Except(from).Any())
            throw new ArgumentException($"rearrange: both sides of the pattern must have the same names, each once. Received: '{pattern}'.");
        if (before.Count != tensor.ndim) throw new ArgumentException($"rearrange: the pattern names {before.Count} axes. Received: '{pattern}' for a tensor of shape {tensor.shape}.");

        // 2. The length of every name.
        var lengths = axes_lengths.ToDictionary(p => p.name, p => (int?)p.length);
        for (var i = 0; i < before.Count; i++)
        {
            var group = before[i];
            var size = tensor.shape[i];
            string[] open = [.. group.Where(n => !lengths.ContainsKey(n))];
            var known = group.Where(lengths.ContainsKey).Aggregate(1, (p, n) => p * lengths[n]!.Value);
            if (open.Length > 1) throw new ArgumentException($"rearrange: the lengths of {string.Join(", ", open)} cannot all be found. Give all but one: (\"{open[0]}\", length). Received: '{pattern}' for a tensor of shape {tensor.shape}.");
            if (open.Length == 1) lengths[open[0]] = size / known;
            if (size is { } s && (known == 0 || s % known != 0 || open.Length == 0 && s != known))
                throw new ArgumentException($"rearrange: axis {i} of length {s} cannot be ({string.Join(" ", group.Select(n => $"{n}={lengths[n]}"))}). Received: '{pattern}' for a tensor of shape {tensor.shape}.");
        }

        // 3. Take apart, reorder, join.
        long[] order = [.. to.Select(n => (long)Array.IndexOf(from, n))];
        var shape = new TensorShape([.. after.Select(g => g.Aggregate((int?)1, (p, n) => p * lengths[n]))]);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            var parts = new List<long>();
            for (var i = 0; i < before.Count; i++)
                parts.AddRange(before[i].Length == 1 ? [x.Dims[i]] : before[i].Select(n => (long)(lengths[n] ?? x.Dims[i] / before[i].Where(m => lengths[m] is not null).Aggregate(1L, (p, m) => p * lengths[m]!.Value))));
            x = Kernel.Permute(Kernel.Reshape(x, [.. parts]), order);
            var sizes = to.Zip(order, (n, o) => (n, parts[(int)o])).ToDictionary(p => p.n, p => p.Item2);
            return scope.Keep(Kernel.Reshape(x, [.. after.Select(g => g.Aggregate(1L, (p, n) => p * sizes[n]))]));
        }
        return tensor is KerasTensor ? Symbolic.RecordSpec("Rearrange", [tensor], Compute, new() { ["pattern"] = pattern }, new KerasTensor(shape, tensor.dtype)) : Compute([tensor]);
    }

    private static List<string[]> Groups(string side, string pattern)
    {
        if (!PatternSide().IsMatch(side)) throw new ArgumentException($"rearrange: a side of the pattern is names and names in parentheses, with spaces between. Received: '{pattern}'.");
        return [.. PatternGroup().Matches(side).Select(m => m.Value.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    [GeneratedRegex(@"^\s*((\w+|\(\s*(\w+\s*)*\))\s*)*$")]
    private static partial Regex PatternSide();

    [GeneratedRegex(@"\w+|\([^)]*\)")]
    private static partial Regex PatternGroup();
}
