using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>The order of a norm: a number (also infinity), or the name of a matrix norm, <c>fro</c> or <c>nuc</c>.</summary>
public readonly struct NormOrder : IConfigValue
{
    private NormOrder(double number, string? name)
    {
        Number = number;
        Name = name;
    }

    internal double Number { get; }

    internal string? Name { get; }

    object IConfigValue.ToConfig() => Name ?? (Number == Math.Truncate(Number) && Math.Abs(Number) < int.MaxValue ? (object)(int)Number : Number);

    internal static NormOrder FromConfig(object? value) => value is string name ? name : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>The order as Python writes it.</summary>
    public override string ToString() => Name is null ? Number.ToString(CultureInfo.InvariantCulture) : $"'{Name}'";

    /// <summary>An order that is a number.</summary>
    public static implicit operator NormOrder(int order) => new(order, null);

    /// <summary>An order that is a number.</summary>
    public static implicit operator NormOrder(double order) => new(order, null);

    /// <summary>A matrix norm by name.</summary>
    /// <exception cref="ArgumentException">There is no such norm.</exception>
    public static implicit operator NormOrder(string name) => name is "fro" or "nuc" ? new(0, name)
        : throw new ArgumentException($"Invalid `ord` argument. Expected one of 'fro', 'nuc' when using a string. Received: ord='{name}'");
}
