using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A number or a pair of numbers (lower, upper): the strength of an augmentation, or the range of pixel values. Converts from both.</summary>
public readonly struct Interval : IConfigValue, IEquatable<Interval>
{
    // Integers stay integers: they are saved as such, and they do not make floats of integer images.
    private readonly object? _first;
    private readonly object? _second;

    private Interval(object first, object? second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>Whether two numbers were given.</summary>
    public bool IsPair => _second is not null;

    /// <summary>The first number, or the only one.</summary>
    public double Lower => Number(_first);

    /// <summary>The second number, or the only one.</summary>
    public double Upper => Number(_second ?? _first);

    /// <summary>The first number as an operand.</summary>
    internal Tensor First => Operand(_first);

    /// <summary>The second number as an operand.</summary>
    internal Tensor Second => Operand(_second ?? _first);

    /// <summary>The pair with the lower number first.</summary>
    internal Interval Sorted() => IsPair && Lower > Upper ? new(_second!, _first) : this;

    /// <summary>The pair from a bound, or from the negated number, to the number.</summary>
    internal Interval Around(double? bound = null)
    {
        var size = _first is int i ? (object)Math.Abs(i) : Math.Abs(Lower);
        object negated = size is int n ? -n : -(double)size;
        return bound is { } low && low > Number(negated) ? new(Whole(low), size) : new(negated, size);
    }

    /// <summary>The pair from 0 to the number.</summary>
    internal Interval FromZero() => new(0, _first ?? 0);

    private static object Whole(double value) => value == Math.Truncate(value) ? (int)value : value;

    private static double Number(object? value) => value is null ? 0 : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static Tensor Operand(object? value) => value is int i ? i : Number(value);

    object? IConfigValue.ToConfig() => IsPair ? new List<object?> { _first, _second } : _first ?? 0;

    internal static Interval FromConfig(object? value) => value switch
    {
        Interval interval => interval,
        IList { Count: 2 } list => new(Plain(list[0]), Plain(list[1])),
        IList list => throw new ArgumentException($"Expected a number or a pair of numbers. Received {list.Count} of them: {ConfigReflection.Show(value)}."),
        _ => new(Plain(value), null),
    };

    private static object Plain(object? value) => value switch
    {
        int or double => value,
        long l => checked((int)l),
        float f => (double)f,
        _ => throw new ArgumentException($"Expected a number or a pair of numbers. Received: {ConfigReflection.Show(value)}."),
    };

    /// <summary>Whether both hold the same numbers.</summary>
    public bool Equals(Interval other) => IsPair == other.IsPair && Lower.Equals(other.Lower) && Upper.Equals(other.Upper);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Interval other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsPair, Lower, Upper);

    /// <summary>The value as Python writes it.</summary>
    public override string ToString() => ConfigReflection.Show(((IConfigValue)this).ToConfig());

    /// <summary>Whether both hold the same numbers.</summary>
    public static bool operator ==(Interval left, Interval right) => left.Equals(right);

    /// <summary>Whether they hold different numbers.</summary>
    public static bool operator !=(Interval left, Interval right) => !left.Equals(right);

    /// <summary>One number.</summary>
    public static implicit operator Interval(int value) => new(value, null);

    /// <summary>One number.</summary>
    public static implicit operator Interval(double value) => new(value, null);

    /// <summary>A pair of integers.</summary>
    public static implicit operator Interval((int, int) pair) => new(pair.Item1, pair.Item2);

    /// <summary>A pair of numbers.</summary>
    public static implicit operator Interval((double, double) pair) => new(pair.Item1, pair.Item2);

    /// <summary>A pair of numbers.</summary>
    /// <exception cref="ArgumentException">There are not two.</exception>
    public static implicit operator Interval(double[] pair) => FromConfig(pair);

    /// <summary>A pair of integers.</summary>
    /// <exception cref="ArgumentException">There are not two.</exception>
    public static implicit operator Interval(int[] pair) => FromConfig(pair);
}
