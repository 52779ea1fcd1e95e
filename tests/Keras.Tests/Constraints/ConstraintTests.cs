using Keras.Constraints;

namespace Keras.Tests.Constraints;

public class ConstraintTests
{
    private static readonly Tensor W = new float[,] { { 3, 0.6f }, { -4, 0 } };

    private static void AssertClose(float[] expected, Tensor actual)
    {
        var have = actual.numpy().ToArray<float>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], have[i], 1e-5f);
    }

    [Fact]
    public void MaxNormShortensLongVectors() => AssertClose([1.2f, 0.6f, -1.6f, 0], keras.constraints.max_norm(2).Apply(W));

    [Fact]
    public void UnitNormMakesVectorsOfLengthOne() => AssertClose([0.6f, 1, -0.8f, 0], keras.constraints.UnitNorm().Apply(W));

    [Fact]
    public void MinMaxNormGoesAPartOfTheWay()
    {
        AssertClose([0.6f, 1, -0.8f, 0], new MinMaxNorm(1, 1).Apply(W));
        // Half way from length 5 to 1, and from 0.6 to 1.
        AssertClose([1.8f, 0.8f, -2.4f, 0], new MinMaxNorm(1, 1, rate: 0.5).Apply(W));
    }

    [Fact]
    public void NonNegSetsNegativeWeightsToZero() => AssertClose([3, 0.6f, 0, 0], keras.constraints.get("non_neg")!.Apply(W));

    [Fact]
    public void AxesAreMeasuredTogether() => AssertClose([3 / 5.0359f, 0.6f / 5.0359f, -4 / 5.0359f, 0], new UnitNorm((0, 1)).Apply(W));

    [Fact]
    public void ConfigsMakeEqualConstraints()
    {
        var again = Assert.IsType<MaxNorm>(keras.constraints.deserialize(keras.constraints.serialize(new MaxNorm(3, (0, 1, 2)))));
        Assert.Equal(3, again.max_value);
        Assert.Equal([0, 1, 2], again.axis.ToArray());
        Assert.Throws<ArgumentException>(() => keras.constraints.get("maxnorm"));
    }
}
