using Keras.Datasets;
using NumSharp;

namespace Keras.Tests.Datasets;

public class HousingTests
{
    [Theory]
    [InlineData("boston_housing")]
    [InlineData("california_housing")]
    public void RowsAreSplitAsKerasDoes(string loader)
    {
        foreach (var test in Fixture.Expected(loader))
        {
            var kwargs = test["kwargs"]!;
            var ((trainX, trainY), (testX, testY)) = HousingTable.Load(Fixture.Path("housing.npz"), (double?)kwargs["test_split"] ?? 0.2, (long?)kwargs["seed"] ?? 113);
            foreach (var (x, y, part) in new[] { (trainX, trainY, "train"), (testX, testY, "test") })
            {
                Assert.Equal(test["x_" + part]!.AsArray().SelectMany(Fixture.Row), x.ToArray<double>());
                Assert.Equal([y.shape[0], 3], x.shape);
                Assert.Equal(Fixture.Row(test["y_" + part]), y.ToArray<float>().Select(v => (double)v));
            }
        }
    }

    [Fact]
    public void SmallVersionTakesTheFirstRows()
    {
        var ((trainX, trainY), (testX, _)) = HousingTable.Load(Fixture.Path("housing.npz"), 0.2, 113, rows: 10);
        Assert.Equal((8, 2), (trainX.shape[0], testX.shape[0]));
        Assert.All(trainY.ToArray<float>(), y => Assert.InRange(y, 0, 9));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Contains("test_split is 1", Assert.Throws<ArgumentException>(() => BostonHousing.load_data(test_split: 1)).Message);
        Assert.Contains("test_split is NaN", Assert.Throws<ArgumentException>(() => CaliforniaHousing.load_data(test_split: double.NaN)).Message);
        Assert.Contains("'medium'", Assert.Throws<ArgumentException>(() => CaliforniaHousing.load_data("medium")).Message);
    }
}
