using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>How much is added to, or cut off, both ends of an image (height, width). Converts from one number, from 2 numbers, or from pairs (before, after).</summary>
public readonly struct Margins2D : IConfigValue
{
    private readonly (int Before, int After)[]? _pairs;

    private Margins2D((int, int)[] pairs) => _pairs = pairs;

    private (int Before, int After)[] Pairs => _pairs ?? new (int, int)[2];

    /// <summary>The pair of each dimension.</summary>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    internal (int Before, int After)[] Check(string argument) => Pairs.All(p => p is { Before: >= 0, After: >= 0 }) ? Pairs
        : throw new ArgumentException($"`{argument}` cannot be negative. Received: {argument}={this}.");

    object IConfigValue.ToConfig() => Pairs.Select(p => (object?)new List<object?> { p.Before, p.After }).ToList();

    internal static Margins2D FromConfig(object? value)
    {
        if (value is not IList list) return Int(value);
        if (list.Count != 2) throw new ArgumentException($"Expected one number, or 2 numbers or pairs (before, after). Received: {list.Count} of them.");
        return new([.. list.Cast<object?>().Select(p => p is IList pair ? (Int(pair[0]), Int(pair[^1])) : (Int(p), Int(p)))]);

        static int Int(object? v) => Convert.ToInt32(v, CultureInfo.InvariantCulture);
    }

    /// <summary>The margins as Python writes them.</summary>
    public override string ToString() => "(" + string.Join(", ", Pairs) + ")";

    /// <summary>As many on every side.</summary>
    public static implicit operator Margins2D(int value) => new([(value, value), (value, value)]);

    /// <summary>On both sides of the height, and on both sides of the width.</summary>
    public static implicit operator Margins2D((int, int) v) => new([(v.Item1, v.Item1), (v.Item2, v.Item2)]);

    /// <summary>Top and bottom, then left and right.</summary>
    public static implicit operator Margins2D(((int, int), (int, int)) v) => new([v.Item1, v.Item2]);
}
