using Keras.Layers;
using Keras.Utils;

namespace Keras.Tests.Layers.Convolutional;

public class ConvTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void AKernelOfOnesSumsItsWindow()
    {
        var layer = new Conv2D(1, 2, kernel_initializer: "ones", bias_initializer: "ones");
        var y = layer.Apply(keras.ops.reshape(keras.ops.arange(9.0), (1, 3, 3, 1)));
        Assert.Equal((1, 2, 2, 1), y.shape);
        Assert.Equal([0 + 1 + 3 + 4 + 1, 1 + 2 + 4 + 5 + 1, 3 + 4 + 6 + 7 + 1, 4 + 5 + 7 + 8 + 1], Floats(y));
    }

    [Fact]
    public void CausalPaddingSeesNoFuture()
    {
        var layer = new Conv1D(1, 3, padding: "causal", use_bias: false, kernel_initializer: "ones");
        Assert.Equal([1, 3, 6, 9], Floats(layer.Apply(keras.ops.reshape((Tensor)new float[] { 1, 2, 3, 4 }, (1, 4, 1)))));
        Assert.Throws<ArgumentException>(() => new Conv2D(1, 3, padding: "causal"));
        Assert.Throws<ArgumentException>(() => new SeparableConv1D(1, 3, padding: "causal"));
    }

    [Theory]
    [InlineData("channels_last")]
    [InlineData("channels_first")]
    public void WeightsAndShapesAreKeras(string format)
    {
        var last = format == "channels_last";
        TensorShape input = last ? (null, 8, 9, 4) : (null, 4, 8, 9);
        var conv = new Conv2D(6, (3, 2), strides: 2, padding: "same", data_format: format, groups: 2);
        Assert.Equal(last ? (null, 4, 5, 6) : (null, 6, 4, 5), conv.compute_output_shape(input));
        conv.build(input);
        Assert.Equal((3, 2, 2, 6), conv.kernel.shape);
        Assert.Equal((6), conv.bias!.shape);

        var transpose = new Conv2DTranspose(6, 3, strides: 2, padding: "same", data_format: format);
        transpose.build(input);
        Assert.Equal((3, 3, 6, 4), transpose.kernel.shape);
        Assert.Equal(last ? (null, 16, 18, 6) : (null, 6, 16, 18), transpose.compute_output_shape(input));

        var depthwise = new DepthwiseConv2D(3, depth_multiplier: 2, data_format: format);
        depthwise.build(input);
        Assert.Equal((3, 3, 4, 2), depthwise.kernel.shape);
        Assert.Equal(last ? (null, 6, 7, 8) : (null, 8, 6, 7), depthwise.compute_output_shape(input));

        var separable = new SeparableConv2D(5, 3, data_format: format);
        separable.build(input);
        Assert.Equal(["depthwise_kernel", "pointwise_kernel", "bias"], separable.weights.Select(w => w.name));
        Assert.Equal((1, 1, 4, 5), separable.pointwise_kernel.shape);
    }

    [Fact]
    public void ConstructorsDrawAsManySeedsAsInKeras()
    {
        Assert.Equal(1, Drawn(() => new Conv2D(2, 3)));
        Assert.Equal(1, Drawn(() => new Conv1DTranspose(2, 3)));
        Assert.Equal(1, Drawn(() => new DepthwiseConv2D(3)));
        Assert.Equal(2, Drawn(() => new SeparableConv2D(2, 3)));
        Assert.Equal(0, Drawn(() => new Conv2D(2, 3, kernel_initializer: "zeros")));
    }

    private static int Drawn(Func<Layer> make)
    {
        keras.utils.set_random_seed(7);
        var draws = Enumerable.Range(0, 4).Select(_ => PythonRandom.MakeDefaultSeed()).ToList();
        keras.utils.set_random_seed(7);
        make();
        return draws.IndexOf(PythonRandom.MakeDefaultSeed());
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Contains("filters", Assert.Throws<ArgumentException>(() => new Conv2D(0, 3)).Message);
        Assert.Contains("groups", Assert.Throws<ArgumentException>(() => new Conv2D(3, 3, groups: 2)).Message);
        Assert.Contains("kernel_size", Assert.Throws<ArgumentException>(() => new Conv2D(3, (3, 0))).Message);
        Assert.Contains("dilation_rate", Assert.Throws<ArgumentException>(() => new Conv2D(3, 3, strides: 2, dilation_rate: 2)).Message);
        Assert.Contains("output_padding", Assert.Throws<ArgumentException>(() => new Conv2DTranspose(3, 3, strides: 2, output_padding: 2)).Message);
        Assert.Contains("channels", Assert.Throws<ArgumentException>(() => new Conv2D(4, 3, groups: 2).build((null, 8, 8, 3))).Message);
        Assert.Contains("window", Assert.Throws<ArgumentException>(() => new Conv2D(4, 9).Apply(keras.ops.ones((1, 8, 8, 3)))).Message);
        var built = new Conv2D(2, 3);
        built.Apply(keras.ops.ones((1, 8, 8, 3)));
        Assert.Contains("axis -1", Assert.Throws<ArgumentException>(() => built.Apply(keras.ops.ones((1, 8, 8, 4)))).Message);
    }

    [Fact]
    public void LoraFreezesTheKernelAndStartsWithoutAChange()
    {
        var x = keras.random.normal((2, 6, 6, 3), seed: 1);
        var layer = new Conv2D(4, 3);
        var before = Floats(layer.Apply(x));
        layer.enable_lora(2);
        Assert.Equal(["bias", "lora_kernel_a", "lora_kernel_b"], layer.trainable_weights.Select(w => w.name).Order());
        Assert.Equal(before, Floats(layer.Apply(x)));
        Assert.Equal(2, layer.get_config()["lora_rank"]);
        Assert.Throws<InvalidOperationException>(() => layer.enable_lora(2));
    }

    [Fact]
    public void AMixedPolicyComputesInHalfPrecision()
    {
        var layer = new Conv2D(2, 3, dtype: "mixed_float16", activation: "relu");
        var y = layer.Apply(keras.ops.ones((1, 5, 5, 1)));
        Assert.Equal("float16", y.dtype);
        Assert.Equal("float32", layer.kernel.dtype);
    }
}
