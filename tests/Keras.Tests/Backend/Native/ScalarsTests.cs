using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Tests.Backend.Native;

public class ScalarsTests
{
    [Fact]
    public void TheSameNumberIsTheSameObject()
    {
        Assert.Same(Scalars.One, Scalars.Of(1.0));
        Assert.Same(Scalars.IntOne, Scalars.Of(1));
        Assert.NotSame(Scalars.Of(1.0), Scalars.Of(1L));
    }

    [Fact]
    public void TypesAndSignsAreKept()
    {
        Assert.Equal(torch.ScalarType.Float64, Scalars.Of(1.0).Type);
        Assert.Equal(torch.ScalarType.Int64, Scalars.Of(1L).Type);
        Assert.Equal(torch.ScalarType.Bool, Scalars.Of(true).Type);
        Assert.True(double.IsNegative(Scalars.Of(-0.0).ToDouble()));
        Assert.False(double.IsNegative(Scalars.Of(0.0).ToDouble()));
        Assert.True(double.IsNaN(Scalars.Of(double.NaN).ToDouble()));
    }

    [Fact]
    public void MoreNumbersThanTheCacheHoldsStayValidInTheirCall()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.zeros(1, dtype: torch.ScalarType.Float64);
        double expected = 0;
        for (int i = 1; i <= 20000; i++)
        {
            x.add_(Scalars.Of(i * 0.5));
            expected += i * 0.5;
        }
        Assert.Equal(expected, x.item<double>());
    }
}
