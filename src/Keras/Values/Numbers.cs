using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras;

/// <summary>One number or several, as an argument: a threshold, or a weight for all classes or for each.</summary>
[CollectionBuilder(typeof(Numbers), nameof(Create))]
public readonly struct Numbers : IConfigValue, IEnumerable<double>
{
    private readonly double[]? _values;
    private readonly bool _single;

    private Numbers(double[] values, bool single)
    {
        _values = values;
        _single = single;
    }

    /// <summary>Whether one number was given, not a list of one.</summary>
    internal bool IsSingle => _single;

    /// <summary>The numbers as given.</summary>
    public double[] ToArray() => _values ?? [];

    object IConfigValue.ToConfig() => _single ? ToArray()[0] : ToArray().Select(v => (object?)v).ToList();

    internal static Numbers FromConfig(object? value) => value is IList list
        ? new Numbers([.. list.Cast<object?>().Select(x => Convert.ToDouble(x, CultureInfo.InvariantCulture))], false)
        : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>Makes numbers from a collection expression.</summary>
    public static Numbers Create(ReadOnlySpan<double> values) => new(values.ToArray(), false);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The numbers as Python writes them.</summary>
    public override string ToString() => ConfigReflection.Show(((IConfigValue)this).ToConfig());

    /// <summary>One number.</summary>
    public static implicit operator Numbers(double value) => new([value], true);

    /// <summary>Several numbers.</summary>
    public static implicit operator Numbers(double[] values) => new((double[])values.Clone(), false);
}
