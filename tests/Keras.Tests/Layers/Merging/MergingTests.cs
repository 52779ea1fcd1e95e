using Keras.Layers;

namespace Keras.Tests.Layers.Merging;

public class MergingTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static readonly Tensor s_a = new float[,] { { 1, 5 } };
    private static readonly Tensor s_b = new float[,] { { 3, 2 } };

    [Fact]
    public void FunctionsDoWhatTheLayersDo()
    {
        Assert.Equal([4, 7], Floats(keras.layers.add([s_a, s_b])));
        Assert.Equal([-2, 3], Floats(keras.layers.subtract([s_a, s_b])));
        Assert.Equal([3, 10], Floats(keras.layers.multiply([s_a, s_b])));
        Assert.Equal([2, 3.5f], Floats(keras.layers.average([s_a, s_b])));
        Assert.Equal([3, 5], Floats(keras.layers.maximum([s_a, s_b])));
        Assert.Equal([1, 2], Floats(keras.layers.minimum([s_a, s_b])));
        Assert.Equal([1, 5, 3, 2], Floats(keras.layers.concatenate([s_a, s_b])));
        Assert.Equal([13], Floats(keras.layers.dot([s_a, s_b], axes: 1)));
        Assert.Equal(13 / MathF.Sqrt(26 * 13), Floats(keras.layers.dot([s_a, s_b], axes: 1, normalize: true))[0], 5);
    }

    [Fact]
    public void InputsOfFewerDimensionsBroadcastAfterTheBatch()
    {
        var y = new Add().Apply([keras.ops.ones((2, 3, 4)), keras.ops.ones((2, 4))]);
        Assert.Equal((2, 3, 4), y.shape);
        Assert.Equal((null, 3, 4), new Add().compute_output_shape([(null, 3, 4), (null, 1, 4)]));
    }

    [Fact]
    public void ShapesThatDoNotFitAreNamed()
    {
        Assert.Contains("(2, 3)", Assert.Throws<ArgumentException>(() => new Add().Apply([keras.ops.ones((2, 3)), keras.ops.ones((2, 4))])).Message);
        Assert.Contains("batch", Assert.Throws<ArgumentException>(() => new Add().Apply([keras.ops.ones((2, 3)), keras.ops.ones((3, 3))])).Message);
        Assert.Contains("exactly 2", Assert.Throws<ArgumentException>(() => new Subtract().Apply([s_a, s_a, s_a])).Message);
        Assert.Contains("list", Assert.Throws<ArgumentException>(() => new Add().Apply(s_a)).Message);
        Assert.Contains("concatenation axis", Assert.Throws<ArgumentException>(() => new Concatenate().Apply([keras.ops.ones((2, 3, 1)), keras.ops.ones((2, 4, 1))])).Message);
        Assert.Contains("axis", Assert.Throws<ArgumentException>(() => new Dot(1).Apply([keras.ops.ones((2, 3)), keras.ops.ones((2, 4))])).Message);
        Assert.Contains("batch", Assert.Throws<ArgumentException>(() => new Dot(0).Apply([s_a, s_b])).Message);
    }

    [Fact]
    public void MasksAreJoined()
    {
        Tensor tokens = new int[,] { { 1, 0, 0 } }, others = new int[,] { { 1, 2, 0 } };
        var a = new Embedding(3, 2, mask_zero: true).Apply(tokens);
        var b = new Embedding(3, 2, mask_zero: true).Apply(others);
        Assert.Equal([true, true, false], Mask(new Add().Apply([a, b])));
        Assert.Equal([true, false, false, true, true, false], Mask(new Concatenate(axis: 1).Apply([a, b])));
        Assert.Null(new Add().Apply([a, keras.ops.ones((1, 3, 2))]).KerasMask);
        // Where all are masked the product is 0; where one is, it is the other.
        var product = Floats(new Multiply().Apply([a, b]));
        Assert.Equal(Floats(b)[2..4], product[2..4]);
        Assert.Equal([0, 0], product[4..]);

        static bool[] Mask(Tensor x) => x.KerasMask!.numpy().ToArray<bool>();
    }

    [Fact]
    public void AModelTakesTwoBranchesTogether()
    {
        var input = keras.Input(4);
        var left = keras.layers.Dense(3).Apply(input);
        var right = keras.layers.Dense(3).Apply(input);
        var model = keras.Model(input, keras.layers.Concatenate().Apply([keras.layers.add([left, right]), left]));
        Assert.Equal((2, 6), model.Apply(keras.ops.ones((2, 4))).shape);
    }
}
