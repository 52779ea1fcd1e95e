using System.Collections;
using System.Globalization;
using Keras.Backend;
using Keras.Saving;

namespace Keras;

/// <summary>A number, or an array of them, as an argument that is saved as it was given.</summary>
public readonly struct ArrayArgument : IConfigValue
{
    private readonly object? _value;

    private ArrayArgument(object value) => _value = value;

    /// <summary>Whether this is the number 0.</summary>
    internal bool IsZero => _value is null or 0 or 0.0;

    /// <summary>The numbers as an operand.</summary>
    /// <param name="dtype">Element type; a plain number stays plain where <see langword="null"/>.</param>
    internal Tensor ToTensor(string? dtype = null)
    {
        Tensor tensor = _value switch
        {
            null => 0.0,
            int i => i,
            double d => d,
            double[] list => list,
            NumSharp.NDArray array => array,
            var other => (Tensor)other,
        };
        return dtype is null || tensor is ScalarTensor ? tensor : Ops.cast(tensor, dtype);
    }

    object? IConfigValue.ToConfig() => _value switch
    {
        null => 0.0,
        double[] list => list.Select(v => (object?)v).ToList(),
        int or double => _value,
        _ => Serialization.ToConfig(_value),
    };

    internal static ArrayArgument FromConfig(object? value) => value switch
    {
        null => default,
        int i => i,
        long l => (int)l,
        double d => d,
        float f => f,
        Tensor tensor => new(tensor),
        IList list when list.Cast<object?>().Any(v => v is IList) => new(NestedTensor.Parse(list, KerasConfig.floatx()).keep()),
        IList list => list.Cast<object?>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture)).ToArray(),
        _ => throw new ArgumentException($"Expected a number or a list of numbers. Received: {ConfigReflection.Show(value)}."),
    };

    /// <summary>The value as Python writes it.</summary>
    public override string ToString() => ConfigReflection.Show(((IConfigValue)this).ToConfig());

    /// <summary>One number.</summary>
    public static implicit operator ArrayArgument(int value) => new(value);

    /// <summary>One number.</summary>
    public static implicit operator ArrayArgument(double value) => new(value);

    /// <summary>One number.</summary>
    public static implicit operator ArrayArgument(float value) => new((double)value);

    /// <summary>Several numbers.</summary>
    public static implicit operator ArrayArgument(double[] values) => new(values.Clone());

    /// <summary>Several numbers.</summary>
    public static implicit operator ArrayArgument(float[] values) => new(Array.ConvertAll(values, v => (double)v));

    /// <summary>An array.</summary>
    public static implicit operator ArrayArgument(NumSharp.NDArray array) => new(array);
}
