using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>How many elements <c>ops.pad</c> adds before and after each axis: one number, one pair for all axes, or a pair for each axis.</summary>
public readonly struct PadWidth : IConfigValue
{
    private readonly (int Before, int After)[]? _pairs;

    private PadWidth((int, int)[] pairs) => _pairs = pairs;

    /// <summary>The pair of each axis.</summary>
    internal (int Before, int After)[] For(TensorShape shape)
    {
        var pairs = _pairs ?? [];
        if (pairs.Length == 1) pairs = [.. Enumerable.Repeat(pairs[0], shape.Rank)];
        if (pairs.Length != shape.Rank)
            throw new ArgumentException($"pad: `pad_width` must be one number, one pair, or a pair for each dimension. Received: {pairs.Length} pair(s) for the shape {shape}.");
        foreach (var (before, after) in pairs)
            if (before < 0 || after < 0) throw new ArgumentException($"pad: `pad_width` must not be negative. Received: ({before}, {after}).");
        return pairs;
    }

    object IConfigValue.ToConfig() => (_pairs ?? []).Select(p => (object?)new List<object?> { p.Before, p.After }).ToList();

    internal static PadWidth FromConfig(object? value)
    {
        if (value is not IList list) return Convert.ToInt32(value, CultureInfo.InvariantCulture);
        if (list.Count > 0 && list[0] is not IList) return Pair(list);
        return new([.. list.Cast<IList>().Select(p => p.Count == 1 ? (Int(p[0]), Int(p[0])) : (Int(p[0]), Int(p[1])))]);

        static PadWidth Pair(IList pair) => (Int(pair[0]), Int(pair[^1]));
        static int Int(object? v) => Convert.ToInt32(v, CultureInfo.InvariantCulture);
    }

    /// <summary>As many before and after every axis.</summary>
    public static implicit operator PadWidth(int width) => new([(width, width)]);

    /// <summary>Before and after every axis.</summary>
    public static implicit operator PadWidth((int, int) pair) => new([pair]);

    /// <summary>Before and after each axis.</summary>
    public static implicit operator PadWidth((int, int)[] pairs) => new([.. pairs]);

    /// <summary>Before and after each of two axes.</summary>
    public static implicit operator PadWidth(((int, int), (int, int)) pairs) => new([pairs.Item1, pairs.Item2]);

    /// <summary>Before and after each of three axes.</summary>
    public static implicit operator PadWidth(((int, int), (int, int), (int, int)) pairs) => new([pairs.Item1, pairs.Item2, pairs.Item3]);

    /// <summary>Before and after each of four axes.</summary>
    public static implicit operator PadWidth(((int, int), (int, int), (int, int), (int, int)) pairs) => new([pairs.Item1, pairs.Item2, pairs.Item3, pairs.Item4]);

    /// <summary>Before and after each axis: lists of two numbers, or of one for both sides.</summary>
    public static implicit operator PadWidth(int[][] pairs) => new(Array.ConvertAll(pairs, p => p.Length switch
    {
        1 => (p[0], p[0]),
        2 => (p[0], p[1]),
        _ => throw new ArgumentException($"pad: expected one or two numbers for each axis. Received: {p.Length}."),
    }));
}
