using Keras.Regularizers;

namespace Keras.Tests.Regularizers;

public class RegularizerTests
{
    private static readonly Tensor X = new float[,] { { 1, -2 }, { 3, 0 } };

    [Theory]
    [InlineData("l1", 0.06)]
    [InlineData("l2", 0.14)]
    [InlineData("L2", 0.14)]
    public void NamesGiveTheDefaultFactors(string name, double expected) => Assert.Equal(expected, keras.regularizers.get(name)!.Apply(X).item(), 1e-6);

    [Fact]
    public void BothFactorsAddUp()
    {
        Assert.Equal(0.5 * 6 + 0.25 * 14, keras.regularizers.l1_l2(0.5, 0.25).Apply(X).item(), 1e-6);
        Assert.Equal(0, new L1L2().Apply(X).item());
        Assert.Equal(0, new L1L2(null, null).l1);
    }

    [Fact]
    public void OrthogonalVectorsCostNothing()
    {
        Tensor orthogonal = new float[,] { { 3, 0 }, { 0, 2 } };
        Assert.Equal(0, new OrthogonalRegularizer(1).Apply(orthogonal).item(), 1e-6);
        // Rows (1, -2) and (3, 0): the cosine is 3 / (sqrt(5) * 3), the pair stands twice in the sum and the factor is halved.
        Assert.Equal(1 / Math.Sqrt(5), new OrthogonalRegularizer(1).Apply(X).item(), 1e-6);
        // Columns (1, 3) and (-2, 0).
        Assert.Equal(2 / (Math.Sqrt(10) * 2), new OrthogonalRegularizer(1, "columns").Apply(X).item(), 1e-6);
    }

    [Fact]
    public void TheNameOfAnAliasIsNoIdentifier()
    {
        // As in Keras: the class of keras.regularizers.l1_l2 is named l1l2 or L1L2.
        Assert.Throws<ArgumentException>(() => keras.regularizers.get("l1_l2"));
        Assert.IsType<L1L2>(keras.regularizers.get("l1l2"));
        Assert.Null(keras.regularizers.get(null));
        Assert.IsType<L2>(keras.regularizers.get(typeof(L2)));
    }

    [Fact]
    public void ConfigsMakeEqualRegularizers()
    {
        var l2 = Assert.IsType<L2>(keras.regularizers.deserialize(keras.regularizers.serialize(new L2(0.3))));
        Assert.Equal(0.3, l2.l2);
        // Keras keeps this one as a float32 tensor.
        Assert.Equal(0.009999999776482582, new L1().get_config()["l1"]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FactorsMustBeFiniteAndNotNegative(double factor) => Assert.Contains("non-negative", Assert.Throws<ArgumentException>(() => new L2(factor)).Message);
}
