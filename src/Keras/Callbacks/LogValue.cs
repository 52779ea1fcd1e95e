using System.Globalization;

namespace Keras;

/// <summary>One result in <see cref="Logs"/>: a number, or a scalar tensor that is read when somebody asks for the number.</summary>
public readonly struct LogValue : IFormattable
{
    private readonly double _number;

    private LogValue(double number, Tensor? tensor) => (_number, Tensor) = (number, tensor);

    /// <summary>The tensor that will be read; <see langword="null"/> for a number.</summary>
    internal Tensor? Tensor { get; }

    /// <summary>A number.</summary>
    public static implicit operator LogValue(double number) => new(number, null);

    /// <summary>A tensor of one element, or of several, which count as their mean.</summary>
    public static implicit operator LogValue(Tensor tensor) => new(0, tensor);

    /// <summary>The number; a tensor is read from the engine.</summary>
    public static implicit operator double(LogValue value) => value.Tensor is { } tensor ? Logs.Read(tensor) : value._number;

    /// <summary>The number as text.</summary>
    /// <param name="format">As of <see cref="double"/>.</param>
    /// <param name="formatProvider">As of <see cref="double"/>.</param>
    public string ToString(string? format, IFormatProvider? formatProvider = null) => ((double)this).ToString(format, formatProvider);

    /// <summary>The number as text.</summary>
    public override string ToString() => ((double)this).ToString(CultureInfo.InvariantCulture);
}
