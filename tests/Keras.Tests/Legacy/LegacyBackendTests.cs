using Keras.Legacy;
using K = Keras.keras.backend;

// These names are Keras 2's: that they are obsolete is what they are for.
#pragma warning disable CS0618

namespace Keras.Tests.Legacy;

public class LegacyBackendTests
{
    private static float[] Floats(Tensor x) => Ops.cast(x, "float32").numpy().ToArray<float>();

    [Fact]
    public void TheSamplingOfAVariationalAutoencoderReadsAsInPython()
    {
        // Deep Learning with Python, first edition, 8.4.
        var z_mean = keras.Input(2);
        var z_log_var = keras.Input(2);
        var epsilon = K.random_normal(shape: (1, 2), mean: 0.0, stddev: 1.0, seed: 1);
        var z = new Keras.Layers.Lambda(x => ((TensorList)x)[0] + K.exp(((TensorList)x)[1] / 2) * epsilon).Apply([z_mean, z_log_var]);
        Assert.Equal(2, K.int_shape(z)[^1]);
        var kl = -5e-4 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis: -1);
        Assert.Equal(1, kl.ndim);
        Assert.Equal(2, K.count_params(epsilon));
    }

    [Fact]
    public void WhereKeras2DiffersItCounts()
    {
        Assert.Equal([0, 2], Floats(K.sqrt(K.constant(new float[] { -1, 4 }))));
        Assert.Equal([0.7f, 1], Floats(K.hard_sigmoid(K.constant(new float[] { 1, 10 }))));
        Assert.Equal([2, 2], Floats(K.clip(K.constant(new float[] { 1, 5 }), 2, 1)));
        Assert.Equal("float32", K.zeros((2, 3)).dtype);
        Assert.Equal([1, 0], Floats(K.argmax(K.constant(new float[,] { { 1, 3 }, { 4, 2 } }))));
    }

    [Fact]
    public void BatchDotAndSwitch()
    {
        var x = keras.random.normal((2, 3, 4), seed: 1);
        var y = keras.random.normal((2, 4, 5), seed: 2);
        Assert.Equal(Floats(keras.ops.matmul(x, y)), Floats(K.batch_dot(x, y)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal((2, 1), K.batch_dot(x[.., 0], x[.., 1], axes: 1).shape);
        Assert.Throws<ArgumentException>(() => K.batch_dot(x, y, axes: 0));
        Assert.Equal([1, 2, 30, 40], Floats(K.@switch(K.constant(new float[] { 1, 0 }), K.constant(new float[,] { { 1, 2 }, { 3, 4 } }), K.constant(new float[,] { { 10, 20 }, { 30, 40 } }))));
        Assert.Equal([-2], Floats(K.foldl((a, b) => a - b, K.constant(new float[] { 3, 4, 1 }))));
    }

    [Fact]
    public void VariablesAreUpdatedInPlace()
    {
        var mean = K.variable(new float[] { 1, 2 });
        K.moving_average_update(mean, new float[] { 3, 2 }, 0.5);
        K.update_add(mean, new float[] { 1, 1 });
        Assert.Equal([3, 3], K.get_value(mean).ToArray<float>());
        K.set_value(mean, NumSharp.np.array(new[] { 7f, 8f }));
        Assert.Equal([7, 8], K.eval(mean).ToArray<float>());
        Assert.NotNull(typeof(LegacyBackend).GetCustomAttributes(typeof(ObsoleteAttribute), false).Single());
    }

    [Fact]
    public void CtcCostIsOneNumberASample()
    {
        var cost = K.ctc_batch_cost(new[,] { { 0, 1 }, { 1, 0 } }, keras.ops.softmax(keras.random.normal((2, 4, 3), seed: 1)), new[,] { { 4 }, { 3 } }, new[,] { { 2 }, { 1 } });
        Assert.Equal((2, 1), cost.shape);
        Assert.All(Floats(cost), v => Assert.True(v > 0));
    }
}
