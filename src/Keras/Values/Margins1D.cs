using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>How much is added to, or cut off, both ends of a sequence. Converts from one number, or from pairs (before, after).</summary>
public readonly struct Margins1D : IConfigValue
{
    private readonly (int Before, int After)[]? _pairs;

    private Margins1D((int, int)[] pairs) => _pairs = pairs;

    private (int Before, int After)[] Pairs => _pairs ?? new (int, int)[1];

    /// <summary>The pair of each dimension.</summary>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    internal (int Before, int After)[] Check(string argument) => Pairs.All(p => p is { Before: >= 0, After: >= 0 }) ? Pairs
        : throw new ArgumentException($"`{argument}` cannot be negative. Received: {argument}={this}.");

    object IConfigValue.ToConfig() => _pairs is null ? new List<object?> { 0, 0 } : new List<object?> { _pairs[0].Before, _pairs[0].After };

    internal static Margins1D FromConfig(object? value)
    {
        if (value is not IList list) return Int(value);
        if (list.Count is not (1 or 2)) throw new ArgumentException($"Expected one number or a pair (before, after). Received: {list.Count} numbers.");
        return (Int(list[0]), Int(list[^1]));

        static int Int(object? v) => Convert.ToInt32(v, CultureInfo.InvariantCulture);
    }

    /// <summary>The margins as Python writes them.</summary>
    public override string ToString() => "(" + Pairs[0].Before.ToString(CultureInfo.InvariantCulture) + ", " + Pairs[0].After.ToString(CultureInfo.InvariantCulture) + ")";

    /// <summary>As many before as after.</summary>
    public static implicit operator Margins1D(int value) => new([(value, value)]);

    /// <summary>Before and after.</summary>
    public static implicit operator Margins1D((int, int) v) => new([v]);
}
