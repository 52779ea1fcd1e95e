using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras.Utils;

/// <summary>Where the labels of files come from: <c>"inferred"</c> (from the folders, the default), null (there are none), or a list with one number a file.</summary>
[CollectionBuilder(typeof(LabelsArgument), nameof(Create))]
public readonly struct LabelsArgument : IEnumerable<int>
{
    private LabelsArgument(int[]? values, bool none) => (Values, IsNone) = (values, none);

    internal bool IsInferred => !IsNone && Values is null;

    internal bool IsNone { get; }

    internal int[]? Values { get; }

    /// <summary>One label a file, in the order of their paths, as from a collection expression.</summary>
    public static LabelsArgument Create(ReadOnlySpan<int> values) => new(values.ToArray(), false);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => (Values ?? []).AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>inferred</c>, or null for none.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static implicit operator LabelsArgument(string? name) => name switch
    {
        null => new(null, true),
        "inferred" => default,
        _ => throw new ArgumentException($"`labels` argument should be a list of integer labels, of the same size as the number of files in the target directory. If you wish to infer the labels from the subdirectory names in the target directory, pass `labels: \"inferred\"`; for no labels, `labels: null`. Received: labels={name}"),
    };
}
