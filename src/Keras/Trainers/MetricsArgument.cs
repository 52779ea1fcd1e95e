using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras;

/// <summary>The metrics of compile: names, objects or functions, in a list, in a list for each output, or in a dictionary by output name.</summary>
[CollectionBuilder(typeof(MetricsArgument), nameof(Create))]
public sealed class MetricsArgument : CompileArgument, IEnumerable<MetricsArgument?>
{
    /// <summary>Makes an empty dictionary, to be filled: <c>new() { ["out"] = "mse" }</c>.</summary>
    public MetricsArgument() => Named = new(StringComparer.Ordinal);

    private MetricsArgument(object? value) => Fill(value, v => v is null ? null : v as MetricsArgument ?? new MetricsArgument(v));

    /// <summary>Sets what belongs to an output.</summary>
    /// <param name="output">Name of the output.</param>
    public MetricsArgument? this[string output]
    {
        get => (MetricsArgument?)Named?[output];
        set => (Named ??= new(StringComparer.Ordinal))[output] = value;
    }

    private protected override Type Wanted => typeof(Metric);

    internal static MetricsArgument? From(object? value) => value is null ? null : value as MetricsArgument ?? new MetricsArgument(value);

    /// <summary>A list, one entry for each output, or several for one.</summary>
    public static MetricsArgument Create(ReadOnlySpan<MetricsArgument?> items) => new((object)items.ToArray());

    /// <inheritdoc/>
    public IEnumerator<MetricsArgument?> GetEnumerator() => (Items ?? []).Cast<MetricsArgument?>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A registered name.</summary>
    public static implicit operator MetricsArgument?(string? name) => From(name);

    /// <summary>An object.</summary>
    public static implicit operator MetricsArgument?(Metric? value) => From(value);

    /// <summary>A function of true values and predictions.</summary>
    public static implicit operator MetricsArgument?(Delegate? function) => From(function);

    /// <summary>Registered names, one for each output, or several for one.</summary>
    public static implicit operator MetricsArgument?(string[]? names) => From(names);

    /// <summary>Objects, one for each output, or several for one.</summary>
    public static implicit operator MetricsArgument?(Metric[]? values) => From(values);

    /// <summary>Objects, one for each output, or several for one.</summary>
    public static implicit operator MetricsArgument?(List<Metric>? values) => From(values);

    /// <summary>Names by output.</summary>
    public static implicit operator MetricsArgument?(Dictionary<string, string>? names) => From(names);

    /// <summary>Objects by output.</summary>
    public static implicit operator MetricsArgument?(Dictionary<string, Metric>? values) => From(values);
}
