using Keras.Layers;

namespace Keras.Tests.Layers.Activations;

public class ActivationLayerTests
{
    private static readonly Tensor s_x = new float[] { -2, -0.5f, 0, 3, 8 };

    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void SlopesAndCeilings()
    {
        Assert.Equal([0, 0, 0, 3, 6], Floats(new ReLU(6).Apply(s_x)));
        Assert.Equal([-1, -0.25f, 0, 3, 8], Floats(new ReLU(negative_slope: 0.5).Apply(s_x)));
        Assert.Equal([-0.6f, -0.15f, 0, 3, 8], Floats(new LeakyReLU().Apply(s_x)).Select(v => MathF.Round(v, 5)));
        Assert.Equal([-1, -0.25f, 0, 3, 8], Floats(keras.layers.LeakyReLU(alpha: 0.5).Apply(s_x)));
        Assert.Equal(0.5, new LeakyReLU(alpha: 0.5).get_config()["negative_slope"]);
        Assert.DoesNotContain("alpha", new LeakyReLU(alpha: 0.5).get_config().Keys);
        Assert.Equal(MathF.Exp(-2) - 1, Floats(new ELU().Apply(s_x))[0], 5);
        Assert.Throws<ArgumentException>(() => new ReLU(max_value: -1));
        Assert.Throws<ArgumentException>(() => new LeakyReLU(-1));
    }

    [Fact]
    public void PReluSharesItsMultiplesAlongAxes()
    {
        var layer = new PReLU(alpha_initializer: keras.initializers.Constant(0.25), shared_axes: (1, 2));
        Assert.Equal(-0.5f, Floats(layer.Apply(keras.ops.full((1, 4, 4, 3), -2.0)))[0]);
        Assert.Equal((1, 1, 3), layer.alpha.shape);
        Assert.Throws<ArgumentException>(() => new PReLU(shared_axes: 4).build((null, 2, 2)));
    }

    [Fact]
    public void SoftmaxLeavesOutWhatTheMaskSays()
    {
        var layer = new Softmax();
        Assert.Equal([0.5f, 0.5f, 0], Floats(layer.Apply((Tensor)new float[,] { { 1, 1, 9 } }, mask: new bool[] { true, true, false })).Select(v => MathF.Round(v, 5)));
        var both = new Softmax(axis: (1, 2)).Apply(keras.random.normal((2, 3, 4), seed: 1));
        Assert.Equal(1, (float)keras.ops.sum(both[0]), 4);
        Assert.Throws<ArgumentException>(() => layer.Apply((Tensor)new float[,] { { 1, 1, 9 } }, mask: new bool[] { true, false }));
    }

    [Fact]
    public void AnActivationIsSavedByItsName()
    {
        Assert.Equal("relu", new Activation("relu").get_config()["activation"]);
        Assert.Equal("silu", new Activation(keras.activations.swish).get_config()["activation"]);
        Assert.Equal("linear", new Activation(null).get_config()["activation"]);
    }
}
