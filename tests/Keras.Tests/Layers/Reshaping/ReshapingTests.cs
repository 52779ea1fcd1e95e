using Keras.Layers;

namespace Keras.Tests.Layers.Reshaping;

public class ReshapingTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void FlattenMovesFirstChannelsToTheEnd()
    {
        var x = keras.ops.reshape(keras.ops.arange(8.0), (1, 2, 2, 2));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Floats(new Flatten().Apply(x)));
        Assert.Equal([0, 4, 1, 5, 2, 6, 3, 7], Floats(new Flatten(data_format: "channels_first").Apply(x)));
        Assert.Equal((3, 1), new Flatten().Apply(keras.ops.ones(3)).shape);
        Assert.Equal((null, null), new Flatten().compute_output_shape((null, null, 3)));
    }

    [Fact]
    public void ReshapeFindsTheMissingDimension()
    {
        Assert.Equal((2, 3, 4), new Reshape((-1, 4)).Apply(keras.ops.ones((2, 12))).shape);
        Assert.Equal((null, 3, 4), new Reshape((3, -1)).compute_output_shape((null, 12)));
        Assert.Equal((null, null, 4), new Reshape((-1, 4)).compute_output_shape((null, null, 2)));
        Assert.Contains("(12,)", Assert.Throws<ArgumentException>(() => new Reshape((5, 2)).Apply(keras.ops.ones((2, 12)))).Message);
        Assert.Throws<ArgumentException>(() => new Reshape((-1, -1)));
    }

    [Fact]
    public void IntegersKeepTheirDtype()
    {
        var x = keras.Input((4, 3), dtype: "int32");
        foreach (var layer in new Layer[] { new Flatten(), new Reshape(-1), new Permute((2, 1)) })
        {
            Assert.Equal("int32", layer.Apply(x).dtype);
            Assert.Equal("int32", layer.Apply(keras.ops.ones((1, 4, 3), "int32")).dtype);
        }
    }

    [Fact]
    public void PermuteCountsFromOne()
    {
        Assert.Equal((2, 5, 3, 4), new Permute((3, 1, 2)).Apply(keras.ops.ones((2, 3, 4, 5))).shape);
        Assert.Throws<ArgumentException>(() => new Permute((0, 1)));
        Assert.Equal(new List<object?> { 1 }, new Permute(1).get_config()["dims"]);
    }

    [Fact]
    public void MarginsConvertFromNumbersAndPairs()
    {
        var x = keras.ops.ones((1, 4, 6, 1));
        Assert.Equal((1, 6, 8, 1), new ZeroPadding2D().Apply(x).shape);
        Assert.Equal((1, 8, 8, 1), new ZeroPadding2D((2, 1)).Apply(x).shape);
        Assert.Equal((1, 7, 9, 1), new ZeroPadding2D(((1, 2), (3, 0))).Apply(x).shape);
        Assert.Equal((1, 4, 9, 8), new ZeroPadding2D(((1, 2), (3, 4)), data_format: "channels_first").Apply(x).shape);
        Assert.Equal((1, 2, 5, 1), new Cropping2D(((1, 1), (0, 1))).Apply(x).shape);
        Assert.Equal((1, 4, 6, 1), new Cropping2D().Apply(x).shape);
        Assert.Throws<ArgumentException>(() => new ZeroPadding2D(-1));
        Assert.Contains("cropping", Assert.Throws<ArgumentException>(() => new Cropping2D(2).Apply(x)).Message);
        var config = (List<object?>)new ZeroPadding2D((2, 1)).get_config()["padding"]!;
        Assert.Equal([2, 2], (List<object?>)config[0]!);
        Assert.Equal([0, 1, 2, 0], Floats(new ZeroPadding1D().Apply(keras.ops.reshape((Tensor)new float[] { 1, 2 }, (1, 2, 1)))));
        Assert.Equal([0, 0, 1, 2], Floats(new ZeroPadding1D((2, 0)).Apply(keras.ops.reshape((Tensor)new float[] { 1, 2 }, (1, 2, 1)))));
    }

    [Fact]
    public void UpSamplingRepeats()
    {
        var x = keras.ops.reshape((Tensor)new float[] { 1, 2, 3, 4 }, (1, 2, 2, 1));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], Floats(new UpSampling2D().Apply(x)));
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], Floats(new UpSampling2D((2, 1)).Apply(x)));
        Assert.Equal([1, 1, 1, 2, 2, 2], Floats(new UpSampling1D(3).Apply(keras.ops.reshape((Tensor)new float[] { 1, 2 }, (1, 2, 1)))));
        Assert.Throws<ArgumentException>(() => new UpSampling2D(0));
    }

    [Fact]
    public void RepeatVectorMakesSteps() =>
        Assert.Equal([1, 2, 1, 2, 1, 2], Floats(new RepeatVector(3).Apply((Tensor)new float[,] { { 1, 2 } })));
}
