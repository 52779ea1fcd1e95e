using System.Globalization;
using System.Numerics;

namespace Keras.Utils;

/// <summary>Writes numbers as Python's format mini-language does, so that printed text equals Keras's character by character.</summary>
/// <remarks>
/// .NET rounds a tie away from zero (0.03125 with four places is 0.0313), Python rounds the exact binary value half to even (0.0312).
/// Accuracies over batches of 32 meet this all the time, so the rounding is done here on exact integers.
/// </remarks>
internal static class PythonFormat
{
    /// <summary>Formats like Python's <c>{value:.{digits}f}</c>.</summary>
    public static string Fixed(double value, int digits)
    {
        if (!double.IsFinite(value)) return NonFinite(value);
        var (numerator, denominator) = Fraction(Math.Abs(value));
        var text = RoundHalfEven(numerator * BigInteger.Pow(10, digits), denominator).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = double.IsNegative(value) ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    /// <summary>Formats like Python's <c>{value:.{digits}e}</c>: at least two digits of exponent, always with its sign.</summary>
    public static string Exponent(double value, int digits)
    {
        if (!double.IsFinite(value)) return NonFinite(value);
        var sign = double.IsNegative(value) ? "-" : "";
        var exponent = 0;
        var text = new string('0', digits + 1);
        if (value != 0)
        {
            var (numerator, denominator) = Fraction(Math.Abs(value));
            // log10 may be off by one next to a power of ten, and rounding may carry into a new digit: the loop settles both.
            for (exponent = (int)Math.Floor(Math.Log10(Math.Abs(value))); ; exponent += text.Length > digits + 1 ? 1 : -1)
            {
                var shift = digits - exponent;
                text = (shift >= 0
                    ? RoundHalfEven(numerator * BigInteger.Pow(10, shift), denominator)
                    : RoundHalfEven(numerator, denominator * BigInteger.Pow(10, -shift))).ToString(CultureInfo.InvariantCulture);
                if (text.Length == digits + 1) break;
            }
        }
        var mantissa = digits == 0 ? text : $"{text[..1]}.{text[1..]}";
        return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Formats like Python's <c>repr(value)</c>: the shortest digits that give the same double again.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value)) return NonFinite(value);
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";

        // "E16" style output of R would not be the shortest; the default ToString is, but switches notation at other places than Python.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var unsigned = text[sign.Length..];
        var e = unsigned.IndexOf('E');
        var exponent = e < 0 ? 0 : int.Parse(unsigned[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? unsigned : unsigned[..e];
        var point = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "");
        var position = (point < 0 ? mantissa.Length : point) + exponent;       // of the decimal point, counted from the first digit
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        position -= leading;

        if (position is > 16 or < -3)
        {
            var power = position - 1;
            var tail = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{tail}e{(power < 0 ? '-' : '+')}{Math.Abs(power).ToString("00", CultureInfo.InvariantCulture)}";
        }
        if (position <= 0) return $"{sign}0.{new string('0', -position)}{digits}";
        if (position >= digits.Length) return $"{sign}{digits}{new string('0', position - digits.Length)}.0";
        return $"{sign}{digits[..position]}.{digits[position..]}";
    }

    private static string NonFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double magnitude)
    {
        var bits = BitConverter.DoubleToInt64Bits(magnitude);
        var exponent = (int)(bits >> 52);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        return exponent >= 0 ? ((BigInteger)mantissa << exponent, BigInteger.One) : (mantissa, BigInteger.One << -exponent);
    }

    private static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var order = (remainder << 1).CompareTo(denominator);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
