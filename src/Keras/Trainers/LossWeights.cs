using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Keras;

/// <summary>Weights of the losses: one number, a list in the order of the outputs, or a dictionary by output name.</summary>
[CollectionBuilder(typeof(LossWeights), nameof(Create))]
public sealed class LossWeights : IEnumerable<double>
{
    /// <summary>Makes an empty dictionary, to be filled: <c>new() { ["out"] = 0.5 }</c>.</summary>
    public LossWeights() => Named = new(StringComparer.Ordinal);

    private LossWeights(double[] values) => Values = values;

    internal double[]? Values { get; }

    internal OrderedDictionary<string, double>? Named { get; private set; }

    /// <summary>The weight of an output.</summary>
    /// <param name="output">Name of the output.</param>
    public double this[string output]
    {
        get => Named![output];
        set => (Named ??= new(StringComparer.Ordinal))[output] = value;
    }

    internal static LossWeights? From(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case LossWeights w:
                return w;
            case Config config:
                var named = new LossWeights();
                foreach (var (k, v) in config) named[k] = Convert.ToDouble(v, CultureInfo.InvariantCulture);
                return named;
            case IList list:
                return new([.. list.Cast<object?>().Select(v => v is null ? 1.0 : Convert.ToDouble(v, CultureInfo.InvariantCulture))]);
            default:
                return new([Convert.ToDouble(value, CultureInfo.InvariantCulture)]);
        }
    }

    internal object? ToConfig() => Named is not null ? new Config(Named.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value))) : Values!.Select(v => (object?)v).ToList();

    /// <summary>A list in the order of the outputs.</summary>
    public static LossWeights Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => (Named is not null ? Named.Values : (IEnumerable<double>)Values!).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One weight.</summary>
    public static implicit operator LossWeights(double value) => new([value]);

    /// <summary>Weights in the order of the outputs.</summary>
    public static implicit operator LossWeights?(double[]? values) => values is null ? null : new(values);

    /// <summary>Weights by output.</summary>
    public static implicit operator LossWeights?(Dictionary<string, double>? values) => values is null ? null : From(new Config(values.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value))));
}
