using Keras.Backend.Native.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Tests.Backend.Native.Updates;

public class SumOfSquaresTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(65536)]
    [InlineData(200_003)]
    public void IsTheSumInDoublePrecision(int count)
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, count).Select(i => (float)(i % 1000 - 500) / 7).ToArray();
        var expected = values.Sum(v => (double)v * v);
        var tensor = torch.tensor(values, ScalarType.Float32);
        // Two sums of n doubles in different orders differ by up to n roundings each.
        Assert.Equal(expected, SumOfSquares.Of(tensor), expected * Math.Max(count, 1) * Math.Pow(2, -52));
    }

    [Fact]
    public void ReadsOtherTypesAndLayouts()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(55, SumOfSquares.Of(torch.arange(6, dtype: ScalarType.Float64)));
        Assert.Equal(55, SumOfSquares.Of(torch.arange(6, dtype: ScalarType.Float16)));
        Assert.Equal(55, SumOfSquares.Of(torch.arange(6, dtype: ScalarType.Float32).reshape(2, 3).t()));
        Assert.True(double.IsNaN(SumOfSquares.Of(torch.tensor(new[] { 1f, float.NaN }))));
        Assert.True(double.IsPositiveInfinity(SumOfSquares.Of(torch.tensor(new[] { 1f, float.NegativeInfinity }))));
    }

    [Fact]
    public void DoesNotDependOnTheNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        try
        {
            var tensor = randn(1_000_003);
            set_num_threads(1);
            var one = SumOfSquares.Of(tensor);
            set_num_threads(3);
            Assert.Equal(one, SumOfSquares.Of(tensor));
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
