using Keras.Layers;

namespace Keras.Tests.Layers.Normalization;

public class NormalizationTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static Tensor Column(params float[] values) => keras.ops.reshape((Tensor)values, (values.Length, 1));

    [Fact]
    public void TrainingUsesTheBatchAndMovesTheAveragesByTheBiasedVariance()
    {
        var layer = new BatchNormalization(momentum: 0.9, epsilon: 0);
        var y = Floats(layer.Apply(Column(1, 2, 3, 4), training: true));
        Assert.Equal(0, y.Sum(), 5);
        Assert.Equal(4, y.Sum(v => v * v), 4);
        // Mean 2.5, variance 1.25: a tenth of the way from 0 and from 1.
        Assert.Equal(0.25f, Floats(layer.moving_mean)[0], 6);
        Assert.Equal(0.9f + 0.125f, Floats(layer.moving_variance)[0], 6);
    }

    [Fact]
    public void InferenceUsesTheAveragesAndLeavesThem()
    {
        var layer = new BatchNormalization(epsilon: 0);
        Assert.Equal([1, 2, 3], Floats(layer.Apply(Column(1, 2, 3))));
        Assert.Equal([0], Floats(layer.moving_mean));
        layer.trainable = false;
        Assert.Equal([1, 2, 3], Floats(layer.Apply(Column(1, 2, 3), training: true)));
        Assert.Equal([0], Floats(layer.moving_mean));
    }

    [Fact]
    public void AMaskLeavesStepsOutOfTheStatistics()
    {
        var layer = new BatchNormalization(momentum: 0);
        var x = keras.ops.reshape((Tensor)new float[] { 1, 3, 100, 200 }, (1, 4, 1));
        layer.Apply(x, training: true, mask: keras.ops.reshape((Tensor)new bool[] { true, true, false, false }, (1, 4)));
        Assert.Equal(2, Floats(layer.moving_mean)[0], 4);
        Assert.Equal(1, Floats(layer.moving_variance)[0], 4);
        Assert.Contains("one dimension less", Assert.Throws<ArgumentException>(() => layer.Apply(x, training: true, mask: keras.ops.ones((1, 4, 1), "bool"))).Message);
    }

    [Fact]
    public void WeightsAreInKerasOrder()
    {
        var layer = new BatchNormalization(axis: 1);
        layer.Apply(keras.ops.ones((2, 3, 4, 4)));
        Assert.Equal(["gamma", "beta", "moving_mean", "moving_variance"], layer.weights.Select(w => w.name));
        Assert.Equal(["gamma", "beta"], layer.trainable_weights.Select(w => w.name));
        Assert.All(layer.weights, w => Assert.Equal(3, w.shape));
        Assert.Equal(["beta", "moving_mean", "moving_variance"], Named(new BatchNormalization(scale: false)));
        Assert.Equal(["gamma", "moving_mean", "moving_variance"], Named(new BatchNormalization(center: false)));

        static IEnumerable<string> Named(Layer layer)
        {
            layer.Apply(keras.ops.ones((2, 3)));
            return layer.weights.Select(w => w.name);
        }
    }

    [Fact]
    public void HalfPrecisionIsNormalizedInSinglePrecision()
    {
        var layer = new BatchNormalization(dtype: "mixed_float16");
        // The squares of these would overflow half precision.
        var y = layer.Apply(keras.ops.cast(Column(1000, 2000, 3000), "float16"), training: true);
        Assert.Equal("float16", y.dtype);
        Assert.True(Math.Abs((float)keras.ops.max(y) - 1.2247f) < 1e-2);
    }

    [Fact]
    public void LayerNormalizationTellsItsAxesAsAListOnceBuilt()
    {
        var layer = new LayerNormalization();
        Assert.Equal(-1, layer.get_config()["axis"]);
        var y = Floats(layer.Apply((Tensor)new float[,] { { 1, 2, 3 }, { 4, 8, 12 } }));
        Assert.Equal(0, y[1], 5);
        Assert.Equal(new List<object?> { -1 }, layer.get_config()["axis"]);
        Assert.Throws<ArgumentException>(() => new LayerNormalization(axis: 3).compute_output_shape((null, 4)));
    }

    [Fact]
    public void GroupNormalizationNormalizesEachGroup()
    {
        var layer = new GroupNormalization(groups: 2, epsilon: 0);
        Assert.Equal([-1, 1, -1, 1], Floats(layer.Apply((Tensor)new float[,] { { 1, 3, 10, 30 } })).Select(v => MathF.Round(v, 4)));
        Assert.Equal(4, Built(new GroupNormalization(groups: -1)).groups);
        Assert.Throws<ArgumentException>(() => Built(new GroupNormalization(groups: 3)));
        Assert.Throws<ArgumentException>(() => new GroupNormalization(groups: 0));

        static GroupNormalization Built(GroupNormalization layer)
        {
            layer.build((null, 5, 4));
            return layer;
        }
    }

    [Fact]
    public void UnitNormalizationGivesLengthOne() =>
        Assert.Equal([0.6f, 0.8f], Floats(new UnitNormalization().Apply((Tensor)new float[,] { { 3, 4 } })).Select(v => MathF.Round(v, 5)));

    [Fact]
    public void RmsNormalizationDividesByTheRootMeanSquare() =>
        Assert.Equal([0.8485f, 1.1314f], Floats(new RMSNormalization().Apply((Tensor)new float[,] { { 3, 4 } })).Select(v => MathF.Round(v, 4)));

    [Fact]
    public void SpectralNormalizationBringsTheLargestSingularValueToOne()
    {
        var dense = new Dense(2, use_bias: false, kernel_initializer: keras.initializers.Constant(0.0));
        var layer = new SpectralNormalization(dense, power_iterations: 20);
        layer.Apply(keras.ops.ones((1, 2)), training: true);
        Assert.Equal([0, 0, 0, 0], Floats(dense.kernel));
        dense.kernel.assign((Tensor)new float[,] { { 3, 0 }, { 0, 1.5f } });
        layer.Apply(keras.ops.ones((1, 2)));
        Assert.Equal([3, 0, 0, 1.5f], Floats(dense.kernel));
        layer.Apply(keras.ops.ones((1, 2)), training: true);
        Assert.Equal([1, 0, 0, 0.5f], Floats(dense.kernel).Select(v => MathF.Round(v, 3)));
        Assert.Equal(["kernel", "vector_u"], layer.weights.Select(w => w.name));
    }
}
