using Keras.Backend;
using Ops = Keras.Ops;

namespace Keras.Tests.Backend.Kernels;

/// <summary>The kernels that layers use, against the formulas.</summary>
public class NnKernelTests
{
    private static Tensor Draw(int seed, params int?[] shape) => Keras.Randomness.RandomOps.normal(new TensorShape(shape), 0.5, 2, seed: seed);

    private static void Near(Tensor expected, Tensor got, double atol = 1e-5)
    {
        Assert.Equal(expected.shape, got.shape);
        Assert.True(Ops.max(Ops.abs(expected - got)).item() < atol, $"{expected} and {got}");
    }

    [Theory]
    [InlineData(new[] { 5, 3 }, -1)]
    [InlineData(new[] { 2, 4, 3 }, -1)]
    [InlineData(new[] { 2, 4, 5, 3 }, -1)]
    [InlineData(new[] { 2, 3, 4, 5 }, 1)]
    [InlineData(new[] { 2, 4, 3, 5 }, 2)]
    public void Batch_normalization_gives_output_mean_and_biased_variance(int[] shape, int axis)
    {
        Tensor x = Draw(1, [.. shape.Select(d => (int?)d)]), gamma = Draw(2, 3), beta = Draw(3, 3);
        var (output, mean, variance) = Kernel.BatchNormTrain(x, gamma, beta, axis, 1e-3);
        var at = axis < 0 ? axis + shape.Length : axis;
        int[] rest = [.. Enumerable.Range(0, shape.Length).Where(i => i != at)];
        Near(Ops.mean(x, rest), mean);
        Near(Ops.var(x, rest), variance);
        Near(Ops.batch_normalization(x, mean, variance, axis, beta, gamma, 1e-3), output, 1e-4);
        Near(output, Kernel.BatchNormInfer(x, mean, variance, gamma, beta, axis, 1e-3), 1e-4);
        var (plain, _, _) = Kernel.BatchNormTrain(x, null, null, axis, 1e-3);
        Near(Ops.batch_normalization(x, mean, variance, axis, epsilon: 1e-3), plain, 1e-4);
        var (shifted, _, _) = Kernel.BatchNormTrain(x, null, beta, axis, 1e-3);
        Near(Ops.batch_normalization(x, mean, variance, axis, beta, epsilon: 1e-3), shifted, 1e-4);
    }

    [Fact]
    public void Batch_normalization_of_one_sample_has_variance_zero()
    {
        var (output, mean, variance) = Kernel.BatchNormTrain(Draw(1, 1, 3), null, null, -1, 1e-3);
        Near(Ops.zeros((1, 3)), output);
        Near(Ops.zeros(3), variance);
        Near(Ops.reshape(Draw(1, 1, 3), 3), mean);
    }

    [Fact]
    public void Batch_normalization_lets_gradients_pass()
    {
        Tensor x = Draw(1, 4, 3), gamma = Draw(2, 3), beta = Draw(3, 3), weight = Draw(4, 4, 3);
        using var tape = new GradientTape(persistent: true);
        foreach (var t in new[] { x, gamma, beta }) tape.watch(t);
        var fused = Ops.sum(Kernel.BatchNormTrain(x, gamma, beta, -1, 1e-3).Output * weight);
        var plain = Ops.sum(((x - Ops.mean(x, 0)) * Ops.rsqrt(Ops.var(x, 0) + 1e-3) * gamma + beta) * weight);
        foreach (var t in new[] { x, gamma, beta }) Near(tape.gradient(plain, t)!, tape.gradient(fused, t)!, 1e-4);
    }

    [Fact]
    public void Layer_normalization_is_the_formula()
    {
        Tensor x = Draw(1, 4, 3, 5), gamma = Draw(2, 3, 5), beta = Draw(3, 3, 5);
        var expected = (x - Ops.mean(x, (1, 2), keepdims: true)) * Ops.rsqrt(Ops.var(x, (1, 2), keepdims: true) + 1e-3) * gamma + beta;
        Near(expected, Kernel.LayerNorm(x, gamma, beta, 2, 1e-3));
    }

    [Fact]
    public void An_embedding_takes_rows_and_counts_negative_indices_from_the_end()
    {
        Tensor table = Draw(1, 5, 2);
        Near(Ops.take(table, new[,] { { 0, 3 }, { 4, 4 } }, 0), Kernel.EmbeddingLookup(table, new[,] { { 0, 3 }, { -1, 4 } }));
        using var tape = new GradientTape();
        tape.watch(table);
        var gradient = tape.gradient(Ops.sum(Kernel.EmbeddingLookup(table, new[] { 1, 1, 3 })), table)!;
        Assert.Equal([0, 0, 2, 2, 0, 0, 1, 1, 0, 0], Kernel.ToArray<float>(gradient));
        Assert.Equal(new TensorShape(2, 0, 2), Kernel.EmbeddingLookup(table, Ops.zeros((2, 0), "int32")).shape);
    }

    [Fact]
    public void Crossentropy_of_a_NaN_is_a_NaN()
    {
        Tensor output = new[] { 0.5f, float.NaN };
        var loss = Kernel.ToArray<float>(Ops.binary_crossentropy(new[] { 1f, 0f }, output));
        Assert.Equal(MathF.Log(2), loss[0], 5);
        Assert.True(float.IsNaN(loss[1]));
    }

    [Fact]
    public void A_query_that_sees_no_key_gets_the_mean_of_the_values()
    {
        Tensor q = Draw(1, 1, 2, 1, 4), k = Draw(2, 1, 3, 1, 4), v = Draw(3, 1, 3, 1, 4);
        Tensor mask = Ops.reshape(new[] { true, false, true, false, false, false }, (1, 1, 2, 3));
        var y = Ops.dot_product_attention(q, k, v, mask: mask);
        Near(Ops.reshape(Ops.mean(v, 1), 4), y[0][1][0]);
    }
}
