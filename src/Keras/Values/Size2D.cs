using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A two-dimensional size argument (height and width): kernel sizes, strides, pool sizes. Converts from one number for all, or from a tuple.</summary>
public readonly struct Size2D : IConfigValue
{
    private readonly int[]? _values;

    /// <summary>Makes a size.</summary>
    public Size2D(int d0, int d1) => _values = [d0, d1];

    /// <summary>The numbers, in the order of the axes.</summary>
    public int[] ToArray() => _values is null ? new int[2] : (int[])_values.Clone();

    object IConfigValue.ToConfig() => ToArray().Select(v => (object?)v).ToList();

    internal static Size2D FromConfig(object? value)
    {
        if (value is not IList list) return Convert.ToInt32(value, CultureInfo.InvariantCulture);
        var v = list.Cast<object?>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture)).ToArray();
        if (v.Length == 1) return v[0];
        if (v.Length != 2) throw new ArgumentException($"A size of 2 number(s) is expected here. Received: ({string.Join(", ", v)}).");
        return new(v[0], v[1]);
    }

    /// <summary>The size as Python writes it.</summary>
    public override string ToString() => "(" + string.Join(", ", ToArray()) + ")";

    /// <summary>The same number for every axis.</summary>
    public static implicit operator Size2D(int value) => new(value, value);

    /// <summary>One number an axis.</summary>
    public static implicit operator Size2D((int, int) v) => new(v.Item1, v.Item2);

    /// <summary>One number an axis, or one for all.</summary>
    public static implicit operator Size2D(int[] v) => FromConfig(v.Select(x => (object?)x).ToList());
}
