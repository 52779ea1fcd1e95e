using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras;

/// <summary>The dimensions of a tensor; a <see langword="null"/> dimension is not known yet (the batch size, mostly).</summary>
/// <remarks>Converts from an integer, a tuple, an array or a collection expression: <c>784</c>, <c>(28, 28, 1)</c>, <c>[28, 28, 1]</c>, <c>(null, null, 3)</c>.</remarks>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IReadOnlyList<int?>, IEquatable<TensorShape>
{
    private readonly int?[]? _dims;

    /// <summary>Makes a shape of the given dimensions.</summary>
    /// <param name="dims">Dimensions, <see langword="null"/> where unknown.</param>
    public TensorShape(params int?[] dims) => _dims = dims;

    internal TensorShape(ReadOnlySpan<long> dims)
    {
        _dims = new int?[dims.Length];
        for (var i = 0; i < dims.Length; i++) _dims[i] = checked((int)dims[i]);
    }

    /// <summary>The shape without dimensions, that of a scalar.</summary>
    public static TensorShape Scalar { get; } = new(Array.Empty<int?>());

    private int?[] Dims => _dims ?? [];

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dims.Length;

    /// <summary>Number of dimensions (the same as <see cref="Rank"/>).</summary>
    public int Count => Dims.Length;

    /// <summary>The dimension at an index; <see langword="null"/> where it is unknown.</summary>
    /// <param name="index">Index from the start; use <c>^1</c> for the last one.</param>
    public int? this[int index] => Dims[index < 0 ? index + Dims.Length : index];

    /// <summary>Whether every dimension is known.</summary>
    public bool IsFullyDefined => Array.TrueForAll(Dims, d => d.HasValue);

    /// <summary>Product of the dimensions, or <see langword="null"/> where one is unknown.</summary>
    public long? NumElements
    {
        get
        {
            long n = 1;
            foreach (var d in Dims)
            {
                if (d is null) return null;
                n *= d.Value;
            }
            return n;
        }
    }

    /// <summary>Part of the dimensions as a shape (also <c>shape[1..]</c>).</summary>
    /// <param name="start">First dimension.</param>
    /// <param name="length">How many.</param>
    public TensorShape Slice(int start, int length) => new(Dims.AsSpan(start, length).ToArray());

    /// <summary>The dimensions of this shape followed by those of another.</summary>
    /// <param name="tail">What follows.</param>
    public TensorShape Concat(TensorShape tail) => new([.. Dims, .. tail.Dims]);

    /// <summary>The same shape with one dimension replaced.</summary>
    /// <param name="axis">Index; negative counts from the end.</param>
    /// <param name="value">The new dimension.</param>
    public TensorShape With(int axis, int? value)
    {
        var dims = (int?[])Dims.Clone();
        dims[axis < 0 ? axis + dims.Length : axis] = value;
        return new(dims);
    }

    /// <summary>The dimensions as an array of long; every one must be known.</summary>
    /// <exception cref="InvalidOperationException">A dimension is unknown.</exception>
    public long[] ToLongs()
    {
        var result = new long[Dims.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = Dims[i] ?? throw new InvalidOperationException($"The shape {this} has an unknown dimension where all must be known.");
        return result;
    }

    /// <summary>A copy of the dimensions.</summary>
    public int?[] ToArray() => (int?[])Dims.Clone();

    /// <summary>Makes a shape from a collection expression.</summary>
    /// <param name="dims">Dimensions.</param>
    public static TensorShape Create(ReadOnlySpan<int?> dims) => new(dims.ToArray());

    /// <inheritdoc/>
    public IEnumerator<int?> GetEnumerator() => ((IEnumerable<int?>)Dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Dims.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dims.AsSpan().SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var d in Dims) hash.Add(d);
        return hash.ToHashCode();
    }

    internal static TensorShape FromConfig(object? value) => value is IList list
        ? new TensorShape([.. list.Cast<object?>().Select(x => x is null ? (int?)null : Convert.ToInt32(x, System.Globalization.CultureInfo.InvariantCulture))])
        : Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The shape as Python writes it: <c>(None, 28, 28, 1)</c>, <c>(3,)</c>, <c>()</c>.</summary>
    public override string ToString()
    {
        var text = string.Join(", ", Dims.Select(d => d?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None"));
        return Dims.Length == 1 ? $"({text},)" : $"({text})";
    }

    /// <summary>Whether two shapes have the same dimensions.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether two shapes differ in a dimension.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <summary>A shape of one dimension.</summary>
    public static implicit operator TensorShape(int d) => new(d);

    /// <summary>A shape of one dimension.</summary>
    public static implicit operator TensorShape(ValueTuple<int?> d) => new(d.Item1);

    /// <summary>A shape of two dimensions.</summary>
    public static implicit operator TensorShape((int?, int?) d) => new(d.Item1, d.Item2);

    /// <summary>A shape of three dimensions.</summary>
    public static implicit operator TensorShape((int?, int?, int?) d) => new(d.Item1, d.Item2, d.Item3);

    /// <summary>A shape of four dimensions.</summary>
    public static implicit operator TensorShape((int?, int?, int?, int?) d) => new(d.Item1, d.Item2, d.Item3, d.Item4);

    /// <summary>A shape of five dimensions.</summary>
    public static implicit operator TensorShape((int?, int?, int?, int?, int?) d) => new(d.Item1, d.Item2, d.Item3, d.Item4, d.Item5);

    /// <summary>A shape of six dimensions.</summary>
    public static implicit operator TensorShape((int?, int?, int?, int?, int?, int?) d) => new(d.Item1, d.Item2, d.Item3, d.Item4, d.Item5, d.Item6);

    /// <summary>A shape of the given dimensions.</summary>
    public static implicit operator TensorShape(int[] dims) => new(Array.ConvertAll(dims, d => (int?)d));

    /// <summary>A shape of the given dimensions.</summary>
    public static implicit operator TensorShape(int?[] dims) => new(dims);

    /// <summary>A shape of the given dimensions (those of an NDArray are long).</summary>
    public static implicit operator TensorShape(long[] dims) => new(dims.AsSpan());
}
