using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A one-dimensional size argument (length): kernel sizes, strides, pool sizes. Converts from one number for all, or from a tuple.</summary>
public readonly struct Size1D : IConfigValue
{
    private readonly int[]? _values;

    /// <summary>Makes a size.</summary>
    public Size1D(int d0) => _values = [d0];

    /// <summary>The numbers, in the order of the axes.</summary>
    public int[] ToArray() => _values is null ? new int[1] : (int[])_values.Clone();

    object IConfigValue.ToConfig() => ToArray().Select(v => (object?)v).ToList();

    internal static Size1D FromConfig(object? value)
    {
        if (value is not IList list) return Convert.ToInt32(value, CultureInfo.InvariantCulture);
        var v = list.Cast<object?>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture)).ToArray();
        if (v.Length == 1) return v[0];
        if (v.Length != 1) throw new ArgumentException($"A size of 1 number(s) is expected here. Received: ({string.Join(", ", v)}).");
        return new(v[0]);
    }

    /// <summary>The size as Python writes it.</summary>
    public override string ToString() => "(" + string.Join(", ", ToArray()) + ",)";

    /// <summary>The same number for every axis.</summary>
    public static implicit operator Size1D(int value) => new(value);

    /// <summary>One number an axis.</summary>
    public static implicit operator Size1D(ValueTuple<int> v) => new(v.Item1);

    /// <summary>One number an axis, or one for all.</summary>
    public static implicit operator Size1D(int[] v) => FromConfig(v.Select(x => (object?)x).ToList());
}
