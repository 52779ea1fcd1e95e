using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>The least and the largest level of a quantization.</summary>
public readonly record struct ValueRange(int Min, int Max) : IConfigValue
{
    /// <summary>A pair of numbers.</summary>
    public static implicit operator ValueRange((int Min, int Max) range) => new(range.Min, range.Max);

    object? IConfigValue.ToConfig() => new List<object?> { Min, Max };

    internal static object FromConfig(object value) => value is IList { Count: 2 } list
        ? new ValueRange(Convert.ToInt32(list[0], CultureInfo.InvariantCulture), Convert.ToInt32(list[1], CultureInfo.InvariantCulture))
        : throw new ArgumentException($"`value_range` must be a pair of numbers. Received: value_range={ConfigReflection.Show(value)}");

    /// <inheritdoc/>
    public override string ToString() => $"({Min}, {Max})";
}
