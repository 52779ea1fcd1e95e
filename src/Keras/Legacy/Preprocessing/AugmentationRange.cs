using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras.Legacy.Preprocessing;

/// <summary>A range of an augmentation: one number, whole or not, or a list of numbers.</summary>
/// <remarks>Converts from a number, a tuple of two, and a list: <c>0.2</c>, <c>3</c>, <c>(0.8, 1.2)</c>, <c>[-2, 0, 2]</c>.</remarks>
[CollectionBuilder(typeof(AugmentationRange), nameof(Create))]
public sealed class AugmentationRange : IConfigValue, IEnumerable<double>
{
    private readonly double[] _values;

    private AugmentationRange(double[] values, bool isList, bool isWhole) => (_values, IsList, IsWhole) = (values, isList, isWhole);

    /// <summary>Whether a list was given, not a single number.</summary>
    internal bool IsList { get; }

    /// <summary>Whether a single whole number was given.</summary>
    internal bool IsWhole { get; }

    internal IReadOnlyList<double> Values => _values;

    object IConfigValue.ToConfig() => IsList ? _values.Select(v => (object?)v).ToList() : IsWhole ? (object)(int)_values[0] : _values[0];

    internal static AugmentationRange FromConfig(object? value) => value switch
    {
        int i => i,
        IList list => list.Cast<object?>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture)).ToArray(),
        string text => throw new ArgumentException($"A range of an augmentation is a number or a list of numbers. Received: '{text}'."),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    /// <summary>Makes a list of numbers, as from a collection expression.</summary>
    public static AugmentationRange Create(ReadOnlySpan<double> values) => new(values.ToArray(), true, false);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The numbers as Python writes them.</summary>
    public override string ToString() => ConfigReflection.Show(((IConfigValue)this).ToConfig());

    /// <summary>A number.</summary>
    public static implicit operator AugmentationRange(double value) => new([value], false, false);

    /// <summary>A whole number.</summary>
    public static implicit operator AugmentationRange(int value) => new([value], false, true);

    /// <summary>Two numbers.</summary>
    public static implicit operator AugmentationRange((double, double) values) => new([values.Item1, values.Item2], true, false);

    /// <summary>Several numbers.</summary>
    public static implicit operator AugmentationRange(double[] values) => new((double[])values.Clone(), true, false);

    /// <summary>Several numbers.</summary>
    public static implicit operator AugmentationRange(int[] values) => new(Array.ConvertAll(values, v => (double)v), true, false);
}
