using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A three-dimensional size argument (depth, height and width): kernel sizes, strides, pool sizes. Converts from one number for all, or from a tuple.</summary>
public readonly struct Size3D : IConfigValue
{
    private readonly int[]? _values;

    /// <summary>Makes a size.</summary>
    public Size3D(int d0, int d1, int d2) => _values = [d0, d1, d2];

    /// <summary>The numbers, in the order of the axes.</summary>
    public int[] ToArray() => _values is null ? new int[3] : (int[])_values.Clone();

    object IConfigValue.ToConfig() => ToArray().Select(v => (object?)v).ToList();

    internal static Size3D FromConfig(object? value)
    {
        if (value is not IList list) return Convert.ToInt32(value, CultureInfo.InvariantCulture);
        var v = list.Cast<object?>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture)).ToArray();
        if (v.Length == 1) return v[0];
        if (v.Length != 3) throw new ArgumentException($"A size of 3 number(s) is expected here. Received: ({string.Join(", ", v)}).");
        return new(v[0], v[1], v[2]);
    }

    /// <summary>The size as Python writes it.</summary>
    public override string ToString() => "(" + string.Join(", ", ToArray()) + ")";

    /// <summary>The same number for every axis.</summary>
    public static implicit operator Size3D(int value) => new(value, value, value);

    /// <summary>One number an axis.</summary>
    public static implicit operator Size3D((int, int, int) v) => new(v.Item1, v.Item2, v.Item3);

    /// <summary>One number an axis, or one for all.</summary>
    public static implicit operator Size3D(int[] v) => FromConfig(v.Select(x => (object?)x).ToList());
}
