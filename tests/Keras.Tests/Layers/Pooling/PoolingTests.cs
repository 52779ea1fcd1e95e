using Keras.Layers;

namespace Keras.Tests.Layers.Pooling;

public class PoolingTests
{
    private static readonly float[] s_square = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    private static Tensor Square => keras.ops.reshape((Tensor)s_square, (1, 3, 3, 1));

    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void WindowsGiveTheirGreatestValueOrTheirMean()
    {
        Assert.Equal([5], Floats(new MaxPooling2D().Apply(Square)));
        Assert.Equal([5, 6, 8, 9], Floats(new MaxPooling2D(2, strides: 1).Apply(Square)));
        Assert.Equal([3], Floats(new AveragePooling2D().Apply(Square)));
    }

    [Fact]
    public void PaddingDoesNotCount()
    {
        Assert.Equal([3, 4.5f, 7.5f, 9], Floats(new AveragePooling2D(padding: "same").Apply(Square)));
        Assert.Equal([-5, -6, -8, -9], Floats(keras.ops.negative(new MaxPooling2D(padding: "same").Apply(Square))));
        // Below zero padding would win if it were zeros.
        Assert.Equal([-1, -3, -7, -9], Floats(new MaxPooling2D(padding: "same").Apply(keras.ops.negative(Square))));
    }

    [Fact]
    public void GlobalPoolingLeavesTheChannels()
    {
        Assert.Equal([5], Floats(new GlobalAveragePooling2D().Apply(Square)));
        Assert.Equal((1, 1, 1, 1), new GlobalMaxPooling2D(keepdims: true).Apply(Square).shape);
        Assert.Equal((null, 4), new GlobalAveragePooling2D(data_format: "channels_first").compute_output_shape((null, 4, 7, 7)));
    }

    [Fact]
    public void TheMeanOfASequenceLeavesMaskedStepsOut()
    {
        var x = keras.ops.reshape((Tensor)new float[] { 1, 2, 30, 4, 50, 60 }, (2, 3, 1));
        var y = new GlobalAveragePooling1D().Apply(x, mask: keras.ops.reshape((Tensor)new bool[] { true, true, false, true, false, false }, (2, 3)));
        Assert.Equal([1.5f, 4], Floats(y));
    }

    [Fact]
    public void AdaptivePoolingHasAFixedSize()
    {
        Assert.Equal((2, 3, 2, 5), new AdaptiveMaxPooling2D((3, 2)).Apply(keras.ops.ones((2, 7, 9, 5))).shape);
        Assert.Equal([5], Floats(new AdaptiveAveragePooling2D(1).Apply(Square)));
    }

    [Fact]
    public void OldNamesStay()
    {
        Assert.IsType<MaxPooling2D>(keras.layers.MaxPool2D(2));
        Assert.IsType<AveragePooling1D>(keras.layers.AvgPool1D(2));
        Assert.IsType<GlobalAveragePooling3D>(keras.layers.GlobalAvgPool3D());
        Assert.IsType<Conv2D>(keras.layers.Convolution2D(1, 2));
    }

    [Fact]
    public void AWindowLargerThanTheInputIsNamed()
    {
        var e = Assert.Throws<ArgumentException>(() => new MaxPooling2D(4).Apply(Square));
        Assert.Contains("(1, 3, 3, 1)", e.Message);
        Assert.Contains("(4, 4)", e.Message);
    }
}
