using static Keras.keras;

namespace Keras.Tests.Layers;

/// <summary>What libtorch refuses or gets wrong in half precision on the CPU.</summary>
public class HalfPrecisionTests
{
    [Theory]
    [InlineData("float16")]
    [InlineData("mixed_float16")]
    [InlineData("bfloat16")]
    public void UnitNormalizationHasABoundThatFloat16HasNoNumberFor(string policy)
    {
        var y = new Keras.Layers.UnitNormalization(dtype: policy).Apply(new float[,] { { 3, 4 }, { 0.6f, -0.8f } });
        float[] expected = [0.6f, 0.8f, 0.6f, -0.8f];
        Assert.Equal(expected, ops.cast(y, "float32").numpy().ToArray<float>(), (a, b) => Math.Abs(a - b) < 4e-3);
        Assert.Equal([1f, 2f], ops.cast(ops.clip(ops.cast(new[] { 1f, 2f }, "float16"), -1e9, 1e9), "float32").numpy().ToArray<float>());
    }

    /// <summary>libtorch's channels-last code in bfloat16 errs where the volume is smaller than the kernel.</summary>
    [Theory]
    [InlineData("conv")]
    [InlineData("transpose")]
    public void KernelsOfSmallVolumesHaveTheGradientsOfFloat32(string kind)
    {
        var x = random.normal((2, 2, 3, 1, 2), seed: 1);
        var kernel = random.normal((3, 3, 3, 2, 2), seed: 2);
        float[] Gradient(string dtype)
        {
            Tensor a = ops.cast(x, dtype), k = ops.cast(kernel, dtype);
            using var tape = new GradientTape();
            tape.watch(k);
            var y = kind == "conv" ? ops.conv(a, k, padding: "same") : ops.conv_transpose(a, k, strides: 1, padding: "same");
            return ops.cast(tape.gradient(ops.sum(ops.cast(y, "float32") * ops.cos(ops.reshape(ops.arange(y.size), y.shape))), k)!, "float32").numpy().ToArray<float>();
        }
        float[] expected = Gradient("float32"), got = Gradient("bfloat16");
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - got[i]) <= 0.03 * scale, $"[{i}]: expected {expected[i]}, got {got[i]}");
    }
}
