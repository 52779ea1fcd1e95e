using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras;

/// <summary>One axis or several, as an argument. Negative axes count from the end.</summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes : IConfigValue, IEnumerable<int>
{
    private readonly int[]? _values;
    private readonly bool _single;

    private Axes(int[] values, bool single)
    {
        _values = values;
        _single = single;
    }

    /// <summary>The axes as given.</summary>
    public int[] ToArray() => _values ?? [];

    /// <summary>Whether axes were given at all: an argument left out is none of them, <c>[]</c> is.</summary>
    internal bool IsGiven => _values is not null;

    /// <summary>How many axes there are.</summary>
    public int Count => ToArray().Length;

    /// <summary>The axis at a place.</summary>
    public int this[int index] => ToArray()[index];

    /// <summary>The axes counted from the start, in the order given.</summary>
    /// <param name="rank">Number of dimensions.</param>
    /// <exception cref="ArgumentException">An axis lies outside.</exception>
    public long[] Normalize(int rank)
    {
        var result = new long[Count];
        for (var i = 0; i < result.Length; i++) result[i] = Normalize(this[i], rank);
        return result;
    }

    internal static int Normalize(int axis, int rank)
    {
        if (axis < -rank || axis >= rank)
            throw new ArgumentException($"axis {axis} is out of bounds for a tensor of {rank} dimension(s): expected {-rank} to {rank - 1}.");
        return axis < 0 ? axis + rank : axis;
    }

    object IConfigValue.ToConfig() => _single ? this[0] : ToArray().Select(v => (object?)v).ToList();

    internal static Axes FromConfig(object? value) => value is IList list
        ? new Axes([.. list.Cast<object?>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture))], false)
        : Convert.ToInt32(value, CultureInfo.InvariantCulture);

    /// <summary>Makes axes from a collection expression.</summary>
    public static Axes Create(ReadOnlySpan<int> values) => new(values.ToArray(), false);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The axes as Python writes them.</summary>
    public override string ToString() => _single ? this[0].ToString(CultureInfo.InvariantCulture) : "(" + string.Join(", ", ToArray()) + ")";

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis], true);

    /// <summary>Several axes; none for <see langword="null"/>.</summary>
    public static implicit operator Axes(int[]? axes) => new(axes is null ? [] : (int[])axes.Clone(), false);

    /// <summary>Two axes.</summary>
    public static implicit operator Axes((int, int) axes) => new([axes.Item1, axes.Item2], false);

    /// <summary>Three axes.</summary>
    public static implicit operator Axes((int, int, int) axes) => new([axes.Item1, axes.Item2, axes.Item3], false);

    /// <summary>Four axes.</summary>
    public static implicit operator Axes((int, int, int, int) axes) => new([axes.Item1, axes.Item2, axes.Item3, axes.Item4], false);

    /// <summary>Five axes.</summary>
    public static implicit operator Axes((int, int, int, int, int) axes) => new([axes.Item1, axes.Item2, axes.Item3, axes.Item4, axes.Item5], false);
}
