using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras;

/// <summary>The loss of compile: a name, an object, a function, or these in a list or a dictionary, one for each output.</summary>
[CollectionBuilder(typeof(LossArgument), nameof(Create))]
public sealed class LossArgument : CompileArgument, IEnumerable<LossArgument?>
{
    /// <summary>Makes an empty dictionary, to be filled: <c>new() { ["out"] = "mse" }</c>.</summary>
    public LossArgument() => Named = new(StringComparer.Ordinal);

    private LossArgument(object? value) => Fill(value, v => v is null ? null : v as LossArgument ?? new LossArgument(v));

    /// <summary>Sets what belongs to an output.</summary>
    /// <param name="output">Name of the output.</param>
    public LossArgument? this[string output]
    {
        get => (LossArgument?)Named?[output];
        set => (Named ??= new(StringComparer.Ordinal))[output] = value;
    }

    private protected override Type Wanted => typeof(Loss);

    internal static LossArgument? From(object? value) => value is null ? null : value as LossArgument ?? new LossArgument(value);

    /// <summary>A list, one entry for each output.</summary>
    public static LossArgument Create(ReadOnlySpan<LossArgument?> items) => new((object)items.ToArray());

    /// <inheritdoc/>
    public IEnumerator<LossArgument?> GetEnumerator() => (Items ?? []).Cast<LossArgument?>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A registered name.</summary>
    public static implicit operator LossArgument?(string? name) => From(name);

    /// <summary>An object.</summary>
    public static implicit operator LossArgument?(Loss? value) => From(value);

    /// <summary>A function of true values and predictions.</summary>
    public static implicit operator LossArgument?(Delegate? function) => From(function);

    /// <summary>Registered names, one for each output.</summary>
    public static implicit operator LossArgument?(string[]? names) => From(names);

    /// <summary>Objects, one for each output.</summary>
    public static implicit operator LossArgument?(Loss[]? values) => From(values);

    /// <summary>Objects, one for each output.</summary>
    public static implicit operator LossArgument?(List<Loss>? values) => From(values);

    /// <summary>Names by output.</summary>
    public static implicit operator LossArgument?(Dictionary<string, string>? names) => From(names);

    /// <summary>Objects by output.</summary>
    public static implicit operator LossArgument?(Dictionary<string, Loss>? values) => From(values);
}
