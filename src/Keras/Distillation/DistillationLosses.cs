using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Keras.Distillation;

/// <summary>One distillation loss, or a list of them.</summary>
[CollectionBuilder(typeof(DistillationLosses), nameof(Create))]
public sealed class DistillationLosses : IReadOnlyList<DistillationLoss>
{
    private readonly DistillationLoss[] _items;

    private DistillationLosses(DistillationLoss[] items, bool isOne) => (_items, IsOne) = (items, isOne);

    /// <summary>Whether one loss was given, not a list: its weight is 1 then.</summary>
    internal bool IsOne { get; }

    /// <summary>The loss at a place.</summary>
    public DistillationLoss this[int index] => _items[index];

    /// <summary>How many losses there are.</summary>
    public int Count => _items.Length;

    /// <summary>A list.</summary>
    public static DistillationLosses Create(ReadOnlySpan<DistillationLoss> items) => new(items.ToArray(), false);

    /// <inheritdoc/>
    public IEnumerator<DistillationLoss> GetEnumerator() => ((IEnumerable<DistillationLoss>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>One loss.</summary>
    [return: NotNullIfNotNull(nameof(loss))]
    public static implicit operator DistillationLosses?(DistillationLoss? loss) => loss is null ? null : new([loss], true);

    /// <summary>A list.</summary>
    [return: NotNullIfNotNull(nameof(losses))]
    public static implicit operator DistillationLosses?(DistillationLoss[]? losses) => losses is null ? null : new(losses, false);

    /// <summary>A list.</summary>
    [return: NotNullIfNotNull(nameof(losses))]
    public static implicit operator DistillationLosses?(List<DistillationLoss>? losses) => losses is null ? null : new([.. losses], false);
}
