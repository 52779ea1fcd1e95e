using Keras.Utils;

namespace Keras.Tests.Utils;

// Expected texts were printed by CPython 3.11: f"{x:.4f}", f"{x:.4e}", repr(x).
public class PythonFormatTests
{
    [Theory]
    [InlineData(0.03125, 4, "0.0312")]
    [InlineData(0.09375, 4, "0.0938")]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(1e22, 4, "10000000000000000000000.0000")]
    [InlineData(-0.00001, 4, "-0.0000")]
    [InlineData(0.0, 4, "0.0000")]
    [InlineData(123.456, 1, "123.5")]
    [InlineData(double.NaN, 4, "nan")]
    [InlineData(double.PositiveInfinity, 4, "inf")]
    [InlineData(double.NegativeInfinity, 4, "-inf")]
    public void Fixed(double value, int digits, string expected) => Assert.Equal(expected, PythonFormat.Fixed(value, digits));

    [Theory]
    [InlineData(0.0, "0.0000e+00")]
    [InlineData(-0.0, "-0.0000e+00")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.00099999, "9.9999e-04")]
    [InlineData(0.000999999999, "1.0000e-03")]
    [InlineData(5e-324, "4.9407e-324")]
    [InlineData(1.7976931348623157e308, "1.7977e+308")]
    [InlineData(-12345.67, "-1.2346e+04")]
    [InlineData(9.9999999e9, "1.0000e+10")]
    [InlineData(1e-5, "1.0000e-05")]
    [InlineData(double.NaN, "nan")]
    public void Exponent(double value, string expected) => Assert.Equal(expected, PythonFormat.Exponent(value, 4));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(-1.25e100, "-1.25e+100")]
    [InlineData(0.02500000037252903, "0.02500000037252903")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Repr(double value, string expected) => Assert.Equal(expected, PythonFormat.Repr(value));
}
