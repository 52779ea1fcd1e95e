namespace Keras.Tests.Operations;

using Keras;
using Keras.Backend;
using Ops = Keras.Ops;

/// <summary>Channels stay last in memory: through convolutions and pooling, forwards and backwards.</summary>
public class NnLayoutTests
{
    private static Tensor Draw(params int?[] shape) => Keras.Randomness.RandomOps.normal(new TensorShape(shape), seed: 7);

    private static readonly (string Name, Tensor Input, Tensor? Kernel, Func<Tensor, Tensor?, Tensor> Run)[] Cases =
    [
        ("conv1d", Draw(2, 9, 3), Draw(3, 3, 4), (x, k) => Ops.conv(x, k!)),
        ("conv1d same", Draw(2, 9, 3), Draw(2, 3, 4), (x, k) => Ops.conv(x, k!, 2, "same")),
        ("conv2d", Draw(2, 6, 7, 3), Draw(3, 2, 3, 4), (x, k) => Ops.conv(x, k!)),
        ("conv2d same stride 2", Draw(2, 6, 7, 3), Draw(3, 3, 3, 4), (x, k) => Ops.conv(x, k!, 2, "same")),
        ("conv2d 1x1", Draw(2, 6, 7, 3), Draw(1, 1, 3, 4), (x, k) => Ops.conv(x, k!)),
        ("conv2d of one channel", Draw(2, 6, 7, 1), Draw(3, 3, 1, 4), (x, k) => Ops.conv(x, k!)),
        ("conv3d", Draw(17, 4, 5, 6, 2), Draw(2, 2, 2, 2, 3), (x, k) => Ops.conv(x, k!)),
        ("depthwise", Draw(2, 6, 7, 3), Draw(3, 3, 3, 2), (x, k) => Ops.depthwise_conv(x, k!)),
        ("transpose", Draw(2, 6, 7, 3), Draw(3, 3, 4, 3), (x, k) => Ops.conv_transpose(x, k!, 2, "same")),
        ("max_pool", Draw(2, 6, 7, 3), null, (x, _) => Ops.max_pool(x, 2)),
        ("max_pool same even", Draw(2, 6, 7, 3), null, (x, _) => Ops.max_pool(x, 2, 1, "same")),
        ("average_pool", Draw(2, 6, 7, 3), null, (x, _) => Ops.average_pool(x, 3, 2, "same")),
        ("max_pool 1d", Draw(2, 9, 3), null, (x, _) => Ops.max_pool(x, 2)),
        ("resize", Draw(2, 6, 7, 3), null, (x, _) => Ops.resize(x, (9, 9))),
    ];

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(All))]
    public void Results_and_gradients_are_in_memory_as_their_shapes_say(int index)
    {
        var (name, input, kernel, run) = Cases[index];
        using var tape = new GradientTape();
        tape.watch(input);
        if (kernel is not null) tape.watch(kernel);
        var y = run(input, kernel);
        Assert.True(Kernel.IsContiguous(y), name + ": result");
        var gradients = tape.gradient(Ops.sum(y * y), kernel is null ? new[] { input } : new[] { input, kernel });
        Assert.True(Kernel.IsContiguous(gradients[0]!), name + ": gradient of the input");
        if (kernel is not null) Assert.Equal(kernel.shape, gradients[1]!.shape);
    }

    [Fact]
    public void Average_pooling_counts_the_points_inside_alone()
    {
        Tensor x = new float[,,] { { { 1 }, { 2 }, { 3 }, { 4 } } };
        // Windows of 3, every 2 points, the odd point of padding after: (1 2 3), (3 4).
        Assert.Equal([2, 3.5f], Kernel.ToArray<float>(Ops.average_pool(x, 3, 2, "same")));
        // Windows of 2, every point: (1 2), (2 3), (3 4), (4).
        Assert.Equal([1.5f, 2.5f, 3.5f, 4], Kernel.ToArray<float>(Ops.average_pool(x, 2, 1, "same")));
    }

    [Fact]
    public void Max_pooling_is_not_won_by_padding()
    {
        Tensor x = new float[,,] { { { -1 }, { -2 }, { -3 } } };
        Assert.Equal([-1, -2, -3], Kernel.ToArray<float>(Ops.max_pool(x, 2, 1, "same")));
        Assert.Equal([-1, -3], Kernel.ToArray<float>(Ops.max_pool(x, 2, 2, "same")));
    }

    /// <summary>The definition: a transposed convolution is the gradient of a convolution with respect to its input.</summary>
    [Theory]
    [InlineData(1, 3, "same")]
    [InlineData(2, 3, "same")]
    [InlineData(2, 4, "same")]
    [InlineData(2, 5, "same")]
    [InlineData(3, 5, "same")]
    [InlineData(2, 3, "valid")]
    [InlineData(3, 4, "valid")]
    public void A_transposed_convolution_is_the_gradient_of_a_convolution(int stride, int kernel, string padding)
    {
        const int size = 4;
        var large = padding == "same" ? size * stride : (size - 1) * stride + Math.Max(kernel, stride);
        Tensor weight = Draw(kernel, 2, 3), small = Draw(1, size, 3), x = Draw(1, large, 2);
        using var tape = new GradientTape();
        tape.watch(x);
        // conv: (large, 2) -> (size, 3), with the same kernel seen as (kernel, in, out).
        var y = Ops.conv(x, weight, stride, padding);
        Assert.Equal(small.shape, y.shape);
        var gradient = tape.gradient(Ops.sum(y * small), x)!;
        var direct = Ops.conv_transpose(small, weight, stride, padding);
        Assert.True(Ops.max(Ops.abs(gradient - direct)).item() < 1e-5);
    }

    [Fact]
    public void A_bias_joins_the_convolution()
    {
        Tensor x = Draw(2, 6, 7, 3), kernel = Draw(3, 3, 3, 4), bias = Draw(4), back = Draw(3, 3, 5, 3), five = Draw(5);
        int[] one = [1, 1], two = [2, 2];
        Assert.True(Ops.allclose(Kernel.Conv(x, kernel, bias, two, "same", "channels_last", one), Ops.conv(x, kernel, 2, "same") + bias, atol: 1e-5).item() != 0);
        Assert.True(Ops.allclose(Kernel.ConvTranspose(x, back, five, two, "same", null, "channels_last", one), Ops.conv_transpose(x, back, 2, "same") + five, atol: 1e-5).item() != 0);
        // More output than the kernel reaches: the bias is there too.
        Assert.True(Ops.allclose(Kernel.ConvTranspose(x, back, five, [5, 5], "valid", null, "channels_last", one), Ops.conv_transpose(x, back, 5, "valid") + five, atol: 1e-5).item() != 0);
    }
}
