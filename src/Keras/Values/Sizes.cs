using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A size argument of as many dimensions as the data has: one number for all of them, or one each.</summary>
/// <remarks>Kernel sizes, strides and paddings of functions that work on one, two and three dimensions alike.</remarks>
public readonly struct Sizes : IConfigValue
{
    private readonly int[]? _values;
    private readonly bool _single;

    private Sizes(int[] values, bool single)
    {
        _values = values;
        _single = single;
    }

    /// <summary>One number for every dimension.</summary>
    /// <param name="rank">How many dimensions there are.</param>
    /// <param name="name">Name of the argument, for the message.</param>
    /// <param name="least">The least number allowed.</param>
    /// <returns>As many numbers as there are dimensions.</returns>
    /// <exception cref="ArgumentException">Another number of values was given, or one is too small.</exception>
    public int[] Expand(int rank, string name, int least = 1)
    {
        var values = _values ?? [0];
        if (_single || values.Length == 1 && rank == 1)
        {
            var all = new int[rank];
            Array.Fill(all, values[0]);
            values = all;
        }
        if (values.Length != rank)
            throw new ArgumentException($"The `{name}` argument must be an integer or a tuple of {rank} integers. Received: {name}={this}.");
        foreach (var v in values)
            if (v < least) throw new ArgumentException($"The `{name}` argument must be {(least > 0 ? "positive" : "at least " + least.ToString(CultureInfo.InvariantCulture))} in every dimension. Received: {name}={this}.");
        return values;
    }

    object? IConfigValue.ToConfig() => _single ? _values![0] : (_values ?? []).Select(v => (object?)v).ToList();

    internal object Config => ((IConfigValue)this).ToConfig()!;

    internal static Sizes FromConfig(object? value) => value is IList list
        ? new Sizes([.. list.Cast<object?>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture))], false)
        : Convert.ToInt32(value, CultureInfo.InvariantCulture);

    /// <summary>The size as Python writes it.</summary>
    public override string ToString() => _single ? _values![0].ToString(CultureInfo.InvariantCulture)
        : _values is { Length: 1 } one ? $"({one[0]},)" : "(" + string.Join(", ", _values ?? []) + ")";

    /// <summary>The same number for every dimension.</summary>
    public static implicit operator Sizes(int value) => new([value], true);

    /// <summary>One number a dimension.</summary>
    public static implicit operator Sizes((int, int) v) => new([v.Item1, v.Item2], false);

    /// <summary>One number a dimension.</summary>
    public static implicit operator Sizes((int, int, int) v) => new([v.Item1, v.Item2, v.Item3], false);

    /// <summary>One number a dimension.</summary>
    public static implicit operator Sizes(int[] v) => new((int[])v.Clone(), false);

    /// <summary>A size of one dimension.</summary>
    public static implicit operator Sizes(Size1D v) => new(v.ToArray(), false);

    /// <summary>A size of two dimensions.</summary>
    public static implicit operator Sizes(Size2D v) => new(v.ToArray(), false);

    /// <summary>A size of three dimensions.</summary>
    public static implicit operator Sizes(Size3D v) => new(v.ToArray(), false);
}
