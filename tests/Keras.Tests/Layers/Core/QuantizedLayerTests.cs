using Keras.DTypePolicies;
using Keras.Layers;
using Keras.Quantizers;
using Keras.Saving;

namespace Keras.Tests.Layers.Core;

public class QuantizedLayerTests
{
    private static float[] Floats(Tensor x) => keras.ops.cast(x, "float32").numpy().ToArray<float>();

    private static Tensor Sample(int seed, params int[] shape) => keras.random.uniform(shape, -1, 1, seed: seed);

    private static double Distance(Tensor a, Tensor b) => (double)(keras.ops.mean(keras.ops.abs(a - b)) / keras.ops.mean(keras.ops.abs(b)));

    private static Dense Known()
    {
        var layer = new Dense(2, kernel_initializer: "zeros");
        layer.Apply(keras.ops.zeros((1, 2)));
        layer.set_weights([new float[,] { { 1, -4 }, { 0.5f, 2 } }, new float[] { 10, 20 }]);
        return layer;
    }

    [Fact]
    public void DenseOfEightBitsComputesWithLevels()
    {
        var layer = Known();
        layer.quantize("int8");
        // Columns (1, 0.5) and (-4, 2): levels (127, 63) and (-127, 64): 63.5 falls short of a half by the epsilon; scales 127 and 31.75. The input (1, 2) has the levels (64, 127), scale 63.5.
        Assert.Equal([127, -127, 63, 64], Floats(layer.kernel));
        Assert.Equal("int8", layer.kernel.dtype);
        var y = Floats(layer.Apply((Tensor)new float[,] { { 1, 2 } }));
        Assert.Equal(10 + (64 * 127 + 127 * 63) / (127 * 63.5), y[0], 1e-4);
        Assert.Equal(20 + (-64 * 127 + 127 * 64) / (31.75 * 63.5), y[1], 1e-4);
        Assert.Equal("int8_from_float32", layer.dtype_policy.name);
        Assert.Equal(["bias"], layer.trainable_weights.Select(w => w.name));
        Assert.Equal(["kernel", "bias", "kernel_scale"], layer.StoredVariables.Select(w => w.name));
        Assert.Contains("already quantized", Assert.Throws<InvalidOperationException>(() => layer.quantize("int8")).Message);

        // The gradient is that of the weight in floats.
        Variable x = new((Tensor)new float[,] { { 1, 2 } });
        using var tape = new GradientTape();
        var gradient = tape.gradient(keras.ops.sum(layer.Apply(x)), [x])[0]!;
        Assert.Equal([-3, 0.49606f + 2.01575f], Floats(gradient), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void DenseOfFourBitsHasGroups()
    {
        var layer = new Dense(3);
        var x = Sample(1, 4, 10);
        var before = layer.Apply(x);
        layer.quantize(config: new Int4QuantizationConfig(block_size: 4));
        Assert.Equal("int4/4_from_float32", layer.dtype_policy.name);
        Assert.Equal(["kernel", "bias", "kernel_scale", "kernel_zero", "g_idx"], layer.StoredVariables.Select(w => w.name));
        Assert.Equal((10, 2), layer.kernel.shape);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2], Floats(layer.StoredVariables.Last()));
        Assert.InRange(Distance(layer.Apply(x), before), 1e-4, 0.15);

        var channels = new Dense(3);
        before = channels.Apply(x);
        channels.quantize(config: new Int4QuantizationConfig(block_size: null));
        Assert.Equal("int4/-1_from_float32", channels.dtype_policy.name);
        Assert.InRange(Distance(channels.Apply(x), before), 1e-4, 0.25);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int4")]
    public void LayersOfEveryKindStayCloseAndReloadFromTheirConfigs(string mode)
    {
        // In groups of 4 bits inputs stay floats; 8 bits lose less.
        var most = mode == "int8" ? 0.02 : 0.2;
        foreach (var (layer, x) in new (Layer, Tensor)[]
        {
            (new Dense(5), Sample(1, 3, 7)),
            (new EinsumDense("abc,cde->abde", (null, 3, 4), bias_axes: "de"), Sample(2, 2, 5, 6)),
            (new EinsumDense("abcd,cde->abe", (null, 4), bias_axes: "e"), Sample(3, 2, 5, 3, 4)),
            (new EinsumDense("...x,xy->...y", 4), Sample(4, 2, 3, 6)),
            (new EinsumDense("ab,acb->ac", 3), Sample(5, 2, 4)),
            (new Embedding(9, 7), (Tensor)new int[,] { { 1, 8, 3 } }),
            (new ReversibleEmbedding(9, 7, tie_weights: false), (Tensor)new int[,] { { 1, 8, 3 } }),
        })
        {
            var before = layer.Apply(x);
            layer.quantize(mode);
            var after = layer.Apply(x);
            Assert.Equal(before.shape, after.shape);
            Assert.True(Distance(after, before) < most, $"{layer} {mode}: {Distance(after, before)}");

            var again = (Layer)Serialization.FromConfig(Serialization.ToConfig(layer))!;
            Assert.Equal(layer.dtype_policy, again.dtype_policy);
            again.Apply(x);
            foreach (var (from, to) in layer.StoredVariables.Zip(again.StoredVariables, (a, b) => (a, b)))
            {
                Assert.Equal((from.name, from.shape, from.dtype), (to.name, to.shape, to.dtype));
                to.assign(from.Raw);
            }
            Assert.Equal(Floats(after), Floats(again.Apply(x)));
        }
    }

    [Theory]
    [InlineData("int8", true)]
    [InlineData("int8", false)]
    [InlineData("int4", true)]
    [InlineData("int4", false)]
    public void ReversibleEmbeddingScoresWithLevels(string mode, bool tied)
    {
        var layer = new ReversibleEmbedding(9, 6, tie_weights: tied);
        var x = Sample(6, 2, 6);
        layer.Apply((Tensor)new int[] { 0 });
        var before = layer.Apply(x, reverse: true);
        layer.quantize(mode, config: mode == "int4" ? new Int4QuantizationConfig(block_size: 4) : null);
        var after = layer.Apply(x, reverse: true);
        Assert.Equal((2, 9), after.shape);
        Assert.InRange(Distance(after, before), 1e-5, mode == "int8" ? 0.03 : 0.25);
    }

    [Fact]
    public void LowRankChangesAddToQuantizedWeights()
    {
        foreach (var mode in new[] { "int8", "int4" })
        {
            var dense = new Dense(3);
            var x = Sample(7, 2, 5);
            dense.Apply(x);
            dense.quantize(mode);
            var before = dense.Apply(x);
            dense.enable_lora(2, lora_alpha: 4, b_initializer: "ones");
            var a = dense.weights.Single(w => w.name == "lora_kernel_a");
            Assert.Equal((5, 2), a.shape);
            var change = keras.ops.matmul(keras.ops.matmul(x, a), keras.ops.ones((2, 3))) * 2.0;
            Assert.True(Distance(dense.Apply(x), before + change) < 1e-5);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("int8")]
    [InlineData("int4")]
    public void FilesHoldWeightsWithTheirLowRankChanges(string? mode)
    {
        using var folder = new Testing.TempFolder();
        Model Made(bool lora)
        {
            var model = keras.Sequential([keras.layers.Input((4, 6)), keras.layers.EinsumDense("abc,cd->abd", (null, 5), bias_axes: "d"), keras.layers.Dense(3)]);
            if (mode is not null) model.quantize(mode);
            if (!lora) return model;
            ((EinsumDense)model.layers[0]).enable_lora(2, b_initializer: "ones");
            ((Dense)model.layers[1]).enable_lora(2, b_initializer: "ones");
            return model;
        }
        var x = Sample(10, 2, 4, 6);
        var model = Made(lora: true);
        var expected = (Tensor)model.predict(x, verbose: 0);
        model.save_weights(folder["m.weights.h5"]);
        foreach (var lora in new[] { false, true })
        {
            var again = Made(lora);
            again.load_weights(folder["m.weights.h5"]);
            Assert.InRange(Distance(again.predict(x, verbose: 0), expected), 0, mode is null ? 1e-6 : mode == "int8" ? 0.03 : 0.3);
        }
    }

    [Fact]
    public void AModelQuantizesTheLayersThatCan()
    {
        var model = keras.Sequential([keras.layers.Input(4), keras.layers.Dense(3, name: "a"), keras.layers.ReLU(), keras.layers.Dense(2, name: "head")]);
        var x = Sample(8, 3, 4);
        var before = (Tensor)model.predict(x, verbose: 0);
        model.quantize("int8", filters: "^a$");
        Assert.Equal(["int8", null, null], model.layers.Select(l => l.quantization_mode));
        Assert.True(Distance(model.predict(x, verbose: 0), before) < 0.05);
        Assert.Throws<ArgumentException>(() => model.quantize("int3"));
        Assert.Throws<ArgumentException>(() => model.quantize());
        Assert.Throws<ArgumentException>(() => model.quantize("int4", new Int8QuantizationConfig()));
        Assert.Contains("`GPTQConfig`", Assert.Throws<ArgumentException>(() => model.quantize("gptq")).Message);
        Assert.Throws<InvalidOperationException>(() => new Dense(2).quantize("int8"));
        Assert.Throws<NotSupportedException>(() => model.layers[1].quantize("int8"));
    }

    [Fact]
    public void FloatsOfEightBitsTrain()
    {
        var model = keras.Sequential([keras.layers.Input(4), keras.layers.Dense(16, activation: "relu"), keras.layers.EinsumDense("ab,bc->ac", 1, bias_axes: "c")]);
        model.quantize("float8");
        model.compile(keras.optimizers.Adam(0.02), loss: "mse");
        var x = Sample(9, 32, 4);
        var y = keras.ops.sum(x, axis: 1, keepdims: true);
        var losses = model.fit(x, y, epochs: 40, batch_size: 8, verbose: 0).history["loss"];
        Assert.True(losses[^1] < losses[0] / 10, $"{losses[0]} to {losses[^1]}");
        var dense = model.layers[0];
        Assert.Equal("float8_from_float32", dense.dtype_policy.name);
        // The scale of the inputs follows their largest value: that of late over 448.
        var largest = Floats(keras.ops.max(dense.StoredVariables.Single(v => v.name == "inputs_amax_history").Raw))[0];
        Assert.InRange(largest, 0.9, 1);
        Assert.Equal(largest / 448, Floats(dense.StoredVariables.Single(v => v.name == "inputs_scale").Raw)[0], 1e-4);
    }

    [Fact]
    public void ASettingOfThePolicyQuantizes()
    {
        var layer = Known();
        layer.dtype_policy = "int8_from_float32"!;
        Assert.Equal("int8", layer.kernel.dtype);
        Assert.IsType<QuantizedDTypePolicy>(layer.dtype_policy);
    }
}
