using System.Runtime.InteropServices;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Tests.Conformance;

/// <summary>The judge itself: it must see every kind of difference, and nothing else.</summary>
public class ComparerTests
{
    private static GoldenArray Floats(params float[] values) => new("float32", [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static Report Compare(object? expected, object? got, double rtol = 0, double atol = 0, Comparer.Mode mode = Comparer.Mode.Values)
    {
        var report = new Report(rtol, atol);
        new Comparer(report).Compare("x", expected, got, mode);
        return report;
    }

    [Fact]
    public void Equal_arrays_give_no_difference()
    {
        Tensor got = new[] { 1f, float.NaN, float.PositiveInfinity };
        Assert.Empty(Compare(Floats(1, float.NaN, float.PositiveInfinity), got).Differences);
    }

    [Theory]
    [InlineData(1f, 1.0001f, false)]
    [InlineData(1f, 1.002f, true)]
    [InlineData(0f, 0.0009f, false)]
    [InlineData(0f, 0.0011f, true)]
    [InlineData(float.NaN, 0f, true)]
    [InlineData(1f, float.NaN, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, true)]
    [InlineData(float.PositiveInfinity, 1e30f, true)]
    public void Values_are_held_against_both_tolerances(float expected, float got, bool differs)
    {
        var report = Compare(Floats(expected), (Tensor)new[] { got }, rtol: 1e-4, atol: 1e-3);
        Assert.Equal(differs, report.Differences.Count > 0);
    }

    [Fact]
    public void The_place_of_a_difference_is_named()
    {
        var expected = new GoldenArray("float32", [2, 2], MemoryMarshal.AsBytes(new[] { 1f, 2f, 3f, 4f }.AsSpan()).ToArray());
        var difference = Assert.Single(Compare(expected, (Tensor)new[,] { { 1f, 2f }, { 5f, 4f } }).Differences);
        Assert.Equal(("x", "[1, 0]", "3", "5"), (difference.What, difference.Index, difference.Expected, difference.Got));
    }

    [Fact]
    public void Dtype_and_shape_count()
    {
        Assert.Equal("x.dtype", Assert.Single(Compare(Floats(1, 2), (Tensor)new[] { 1, 2 }).Differences).What);
        Assert.Equal("x.shape", Assert.Single(Compare(Floats(1, 2), (Tensor)new[] { 1f, 2f, 3f }).Differences).What);
        Assert.Equal("x.shape", Assert.Single(Compare(Floats(1, 2), (Tensor)new[] { 1f, 2f, 3f }, mode: Comparer.Mode.Shape).Differences).What);
    }

    [Fact]
    public void Structure_counts()
    {
        var one = Floats(1);
        Tensor tensor = new[] { 1f };
        Assert.NotEmpty(Compare(new List<object?> { one, one }, tensor).Differences);
        Assert.NotEmpty(Compare(new List<object?> { one, one }, new TensorList(tensor)).Differences);
        Assert.NotEmpty(Compare(one, new TensorList(tensor)).Differences);
        Assert.NotEmpty(Compare(one, null).Differences);
        Assert.NotEmpty(Compare(null, tensor).Differences);
        Assert.NotEmpty(Compare(new Config { ["a"] = one }, new TensorDict([KeyValuePair.Create("b", tensor)])).Differences);
        Assert.Empty(Compare(new Config { ["a"] = one }, new TensorDict([KeyValuePair.Create("a", tensor)])).Differences);
        Assert.Empty(Compare(new List<object?> { one, null }, new List<object?> { tensor, null }).Differences);
    }

    [Fact]
    public void Signs_are_ignored_only_where_asked()
    {
        Assert.NotEmpty(Compare(Floats(1), (Tensor)new[] { -1f }).Differences);
        Assert.Empty(Compare(Floats(1), (Tensor)new[] { -1f }, mode: Comparer.Mode.Absolute).Differences);
    }

    [Fact]
    public void A_gradient_that_does_not_flow_is_zero()
    {
        var report = new Report(0, 0);
        var compare = new Comparer(report);
        compare.CompareGradient("g", null, null);
        compare.CompareGradient("g", null, (Tensor)new[] { 0f });
        compare.CompareGradient("g", Floats(0), null);
        Assert.Empty(report.Differences);
        compare.CompareGradient("g", Floats(1), null);
        compare.CompareGradient("g", null, (Tensor)new[] { 1f });
        Assert.Equal(2, report.Differences.Count);
    }

    [Fact]
    public void Configurations_are_compared_key_by_key()
    {
        var report = new Report(0, 0);
        ConfigComparer.Compare("c", new Config { ["a"] = 1, ["b"] = new List<object?> { 1, 2 }, ["quantization_config"] = null }, new Config { ["a"] = 1L, ["b"] = new List<object?> { 1, 2.0 } }, report);
        Assert.Empty(report.Differences);
        ConfigComparer.Compare("c", new Config { ["a"] = 1, ["b"] = true, ["d"] = null }, new Config { ["a"] = 2, ["b"] = 1, ["e"] = null }, report);
        Assert.Equal(["c.a", "c.b", "c.d", "c.e"], report.Differences.Select(d => d.What));
    }
}
