using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras;

/// <summary>How many neighbouring words are taken together: up to a number, or of the lengths given.</summary>
[CollectionBuilder(typeof(NGrams), nameof(Create))]
public readonly struct NGrams : IConfigValue, IEnumerable<int>
{
    private readonly int[]? _lengths;
    private readonly bool _single;

    private NGrams(int[] lengths, bool single) => (_lengths, _single) = (lengths, single);

    /// <summary>The lengths.</summary>
    internal int[] Lengths => _lengths ?? [];

    /// <summary>The words of a text, each length in turn, joined by spaces.</summary>
    internal string[] Of(string[] words) => [.. Lengths.SelectMany(n => Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => n == 1 ? words[i] : string.Join(' ', words, i, n)))];

    object? IConfigValue.ToConfig() => _single ? Lengths.Length : Lengths.Select(n => (object?)n).ToList();

    internal static NGrams FromConfig(object? value) => value is IList list
        ? Create([.. list.Cast<object?>().Select(n => Convert.ToInt32(n, CultureInfo.InvariantCulture))])
        : Convert.ToInt32(value, CultureInfo.InvariantCulture);

    /// <summary>Makes lengths from a collection expression.</summary>
    /// <exception cref="ArgumentException">A length is not positive.</exception>
    public static NGrams Create(ReadOnlySpan<int> lengths)
    {
        foreach (var n in lengths)
            if (n < 1) throw new ArgumentException($"`ngrams` must be None, a positive integer, or a tuple of positive integers. Received: {n}.");
        return new(lengths.ToArray(), false);
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => Lengths.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Lengths.GetEnumerator();

    /// <summary>All lengths from 1 to a number.</summary>
    public static implicit operator NGrams(int most) => most < 1 ? throw new ArgumentException($"`ngrams` must be None, a positive integer, or a tuple of positive integers. Received: ngrams={most}.")
        : new([.. Enumerable.Range(1, most)], true);

    /// <summary>Lengths.</summary>
    public static implicit operator NGrams(int[] lengths) => Create(lengths);

    /// <summary>Two lengths.</summary>
    public static implicit operator NGrams((int, int) lengths) => Create([lengths.Item1, lengths.Item2]);

    /// <summary>Three lengths.</summary>
    public static implicit operator NGrams((int, int, int) lengths) => Create([lengths.Item1, lengths.Item2, lengths.Item3]);
}
