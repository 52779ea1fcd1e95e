using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras;

/// <summary>How an axis is cut: into a number of equal parts (<c>3</c>), or at places (<c>[2, 5]</c>: before 2, from 2 to 5, from 5 on).</summary>
[CollectionBuilder(typeof(Sections), nameof(Create))]
public readonly struct Sections : IConfigValue, IEnumerable<int>
{
    private readonly int[]? _places;
    private readonly int _count;

    private Sections(int count, int[]? places)
    {
        _count = count;
        _places = places;
    }

    /// <summary>The sizes of the parts; null where they depend on a size that is not known.</summary>
    internal long?[] Sizes(long? size, TensorShape shape, int axis)
    {
        if (_places is null)
        {
            if (_count <= 0 || size % _count is not (null or 0))
                throw new ArgumentException($"Axis {axis} of the shape {shape} cannot be cut into {_count} equal parts. Use array_split, or give the places of the cuts.");
            return [.. Enumerable.Repeat(size / _count, _count)];
        }
        var sizes = new long?[_places.Length + 1];
        long start = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            var place = Place(_places[i], size);
            if (place < start) throw new ArgumentException($"The places of the cuts must not decrease. Received: [{string.Join(", ", _places)}].");
            sizes[i] = place - start;
            start = place;
        }
        sizes[^1] = size - start;
        return sizes;
    }

    private static long Place(int place, long? size)
    {
        if (place < 0) return size is { } n ? Math.Max(0, place + n) : throw new ArgumentException($"A cut at {place} counts from the end of an axis whose size is not known. Count from its start.");
        return size is { } length ? Math.Min(place, length) : place;
    }

    internal object ToConfig() => _places is null ? _count : _places.Select(p => (object?)p).ToList();

    object IConfigValue.ToConfig() => ToConfig();

    internal static Sections FromConfig(object? value) => value is System.Collections.IList list
        ? new Sections(0, [.. list.Cast<object?>().Select(v => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture))])
        : Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Cuts at places, from a collection expression.</summary>
    public static Sections Create(ReadOnlySpan<int> places) => new(0, places.ToArray());

    /// <summary>The places of the cuts, or the number of parts.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_places ?? [_count])).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A number of equal parts.</summary>
    public static implicit operator Sections(int count) => new(count, null);

    /// <summary>Cuts at places.</summary>
    public static implicit operator Sections(int[] places) => new(0, (int[])places.Clone());

    /// <summary>Cuts at two places.</summary>
    public static implicit operator Sections((int, int) places) => new(0, [places.Item1, places.Item2]);

    /// <summary>Cuts at three places.</summary>
    public static implicit operator Sections((int, int, int) places) => new(0, [places.Item1, places.Item2, places.Item3]);
}
