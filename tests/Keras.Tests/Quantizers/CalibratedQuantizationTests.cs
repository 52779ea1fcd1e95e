using Keras.Layers;
using Keras.Quantizers;
using Keras.Saving;

namespace Keras.Tests.Quantizers;

public class CalibratedQuantizationTests
{
    private const int Words = 40, Width = 24;

    private static readonly Func<string, Tensor> s_tokenizer = text => (Tensor)text.Select(c => c % Words).ToArray();

    private static readonly int[][] s_data = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 32).Select(j => (i * 31 + j * j * 7 + j) % Words).ToArray())];

    private static float[] Floats(Tensor x) => keras.ops.cast(x, "float32").numpy().ToArray<float>();

    private static double Distance(Tensor a, Tensor b) => (double)(keras.ops.mean(keras.ops.square(a - b)) / keras.ops.mean(keras.ops.square(b)));

    private static Tensor Tokens => (Tensor)new int[,] { { 1, 5, 9, 13, 2, 8 }, { 7, 3, 30, 21, 39, 0 } };

    /// <summary>An embedding with a few large and many correlated features, a block of two layers, another one.</summary>
    private static (Model Model, QuantizationLayerStructure Structure) Made(Layer first, Layer second)
    {
        keras.utils.set_random_seed(3);
        var embedding = new Embedding(Words, Width);
        var head = new Dense(5, name: "head");
        var model = keras.Sequential([keras.layers.Input(6, dtype: "int32"), embedding, first, second, head]);
        // Few directions, so that features are correlated, and a few much larger ones.
        var table = keras.ops.matmul(keras.random.normal((Words, 6), seed: 1), keras.random.normal((6, Width), seed: 2)) + keras.random.normal((Words, Width), seed: 4) * 0.1;
        var sizes = (Tensor)Enumerable.Range(0, Width).Select(i => i % 8 == 0 ? 6f : 0.5f).ToArray();
        embedding.set_weights([(table * sizes).numpy()]);
        return (model, new([embedding], [first, second]));
    }

    private static CalibratedQuantizationConfig Config(string mode, QuantizationLayerStructure? structure, int bits = 4, int group = 8, bool order = false, bool symmetric = false, bool channels = true) => mode == "gptq"
        ? new GPTQConfig(s_data, s_tokenizer, weight_bits: bits, num_samples: 16, sequence_length: 12, group_size: group, activation_order: order, symmetric: symmetric, per_channel: channels, quantization_layer_structure: structure)
        : new AWQConfig(s_data, s_tokenizer, num_samples: 16, sequence_length: 12, group_size: group, quantization_layer_structure: structure);

    /// <summary>The error of the outputs of a single layer after a quantization, as a part of their size.</summary>
    private static double Loss(Func<QuantizationLayerStructure, CalibratedQuantizationConfig> config, bool measured)
    {
        var dense = new Dense(17);
        var (_, structure) = Made(dense, new Dense(4));
        var x = structure.pre_block_layers[0].Apply((Tensor)Enumerable.Range(0, Words).ToArray());
        var before = dense.Apply(x);
        if (!measured)
        {
            // Rounding to the same groups of levels, without samples.
            var weight = keras.ops.transpose(dense.kernel);
            var levels = ZeroPointLevels.Of(weight, 4, false, true, 8);
            var places = (Tensor)Enumerable.Range(0, Width).Select(i => i / 8).ToArray();
            var rounded = levels.Spread(places).Dequantize(levels.Spread(places).Quantize(weight));
            return Distance(keras.ops.matmul(x, keras.ops.transpose(rounded)), before);
        }
        new KnownModel(structure).quantize(config: config(structure));
        return Distance(dense.Apply(x), before);
    }

    /// <summary>A model that knows its own structure.</summary>
    private sealed class KnownModel(QuantizationLayerStructure structure) : Model
    {
        protected override Tensor call(Tensor inputs, bool training) => structure.sequential_blocks.Aggregate(structure.pre_block_layers[0].Apply(inputs), (x, layer) => layer.Apply(x));

        public override QuantizationLayerStructure? get_quantization_layer_structure(string? mode = null) => structure;
    }

    [Fact]
    public void MeasuredLayersLoseLessThanRoundedOnes()
    {
        var rounded = Loss(_ => null!, measured: false);
        // The structure comes from the model here.
        var gptq = Loss(_ => Config("gptq", null), measured: true);
        var awq = Loss(_ => Config("awq", null), measured: true);
        Assert.True(gptq < rounded * 0.7, $"GPTQ {gptq}, rounding {rounded}");
        Assert.True(awq < rounded * 0.9, $"AWQ {awq}, rounding {rounded}");
    }

    [Theory]
    [InlineData("gptq", 4, 8, false, false, true)]
    [InlineData("gptq", 4, -1, true, false, true)]
    [InlineData("gptq", 8, 7, true, true, true)]
    [InlineData("gptq", 3, 128, false, false, false)]
    [InlineData("gptq", 2, 5, false, true, true)]
    [InlineData("awq", 4, 7, false, false, true)]
    [InlineData("awq", 4, -1, false, false, true)]
    public void ModelsComputeWithLevelsAndComeBackFromFiles(string mode, int bits, int group, bool order, bool symmetric, bool channels)
    {
        foreach (var (first, second) in new (Layer, Layer)[]
        {
            (new Dense(31, activation: "tanh"), new Dense(9, use_bias: false)),
            (new EinsumDense("abc,cde->abde", (null, 3, 5), bias_axes: "de"), new EinsumDense("abde,def->abf", (null, 23))),
        })
        {
            var (model, structure) = Made(first, second);
            var before = (Tensor)model.predict(Tokens, verbose: 0);
            model.quantize(mode, Config(mode, structure, bits, group, order, symmetric, channels));
            Assert.Equal([$"{mode}/{bits}/{group}_from_float32", $"{mode}/{bits}/{group}_from_float32"], new[] { first, second }.Select(l => l.dtype_policy.name));
            Assert.Null(model.layers[^1].quantization_mode);
            var after = (Tensor)model.predict(Tokens, verbose: 0);
            Assert.InRange(Distance(after, before), 0, bits == 8 ? 1e-3 : bits == 4 ? 0.05 : 1);

            using var folder = new Testing.TempFolder();
            model.save(folder["m.keras"]);
            var again = keras.models.load_model(folder["m.keras"]);
            Assert.Equal(Floats(after), Floats((Tensor)again.predict(Tokens, verbose: 0)));
            Assert.Equal(first.dtype_policy, again.layers[1].dtype_policy);
            Assert.Equal(model.layers.Select(l => l.StoredVariables.Count()), again.layers.Select(l => l.StoredVariables.Count()));
        }
    }

    [Theory]
    [InlineData("gptq")]
    [InlineData("awq")]
    public void ALayerComputesWithTheValuesOfItsLevels(string mode)
    {
        var dense = new Dense(5);
        var (model, structure) = Made(dense, new Dense(3));
        model.quantize(mode, Config(mode, structure, group: 10), filters: dense.name + "$");
        Assert.Null(structure.sequential_blocks[1].quantization_mode);
        Assert.Equal((mode == "gptq", mode == "awq"), (dense.is_gptq_calibrated, dense.is_awq_calibrated));
        Assert.Equal(mode == "gptq" ? ["bias", "kernel", "kernel_scale", "kernel_zero", "g_idx"] : ["bias", "kernel", "kernel_scale", "kernel_zero", "awq_scales", "g_idx"], dense.StoredVariables.Select(v => v.name));
        Assert.Equal(["bias"], dense.trainable_weights.Select(v => v.name));
        var stored = dense.StoredVariables.ToDictionary(v => v.name);
        Assert.Equal(("uint8", (3, Width)), (dense.kernel.dtype, dense.kernel.shape));
        Assert.Equal((5, 3), stored["kernel_zero"].shape);

        // Two levels in a byte: the even output in the low bits.
        float[] bytes = Floats(dense.kernel), scale = Floats(stored["kernel_scale"]), zero = Floats(stored["kernel_zero"]), groups = Floats(stored["g_idx"]);
        var inputs = mode == "awq" ? Floats(stored["awq_scales"]) : null;
        var matrix = new float[Width, 5];
        for (var i = 0; i < Width; i++)
            for (var o = 0; o < 5; o++)
            {
                var (packed, place) = ((int)bytes[o / 2 * Width + i], o * 3 + (int)groups[i]);
                matrix[i, o] = ((o % 2 == 0 ? packed & 15 : packed >> 4) - zero[place]) * scale[place] / (inputs?[i] ?? 1);
            }
        Assert.Equal([0, 1, 2], groups.Select(g => (int)g).Distinct());
        var x = keras.random.normal((4, Width), seed: 5);
        Assert.Equal(Floats(keras.ops.matmul(x, matrix)), Floats(dense.Apply(x)), (a, b) => Math.Abs(a - b) < 1e-4);

        // Gradients reach the inputs.
        Variable v = new(x);
        using var tape = new GradientTape();
        var gradient = tape.gradient(keras.ops.sum(dense.Apply(v)), [v])[0]!;
        Assert.Equal(Floats(keras.ops.sum((Tensor)matrix, axis: 1)), Floats(gradient)[..Width], (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void InputsThatMatterMostShareTheFirstGroup()
    {
        var dense = new Dense(5);
        var (model, structure) = Made(dense, new Dense(3));
        model.quantize("gptq", Config("gptq", structure, group: 3, order: true));
        var groups = Floats(dense.StoredVariables.Single(v => v.name == "g_idx"));
        // The embedding's features 0, 8 and 16 are the large ones.
        Assert.Equal([0, 8, 16], Enumerable.Range(0, Width).Where(i => (int)groups[i] == 0));
        Assert.Equal(Enumerable.Range(0, Width).Select(i => i / 3f), groups.Order());
    }

    [Fact]
    public void GroupsMayBeLongerThanTheBlocksOfTheAlgorithm()
    {
        foreach (var group in new[] { -1, 200 })
        {
            var dense = new Dense(6);
            var x = keras.random.normal((1, 400, 300), seed: 6);
            var before = dense.Apply(x);
            var model = keras.Sequential([new Embedding(2, 300), dense]);
            model.Apply((Tensor)new int[,] { { 0, 1 } });
            model.quantize(config: new GPTQConfig(new[] { 0, 1, 1 }, s_tokenizer, num_samples: 2, sequence_length: 3, group_size: group, quantization_layer_structure: new([model.layers[0]], [dense])));
            Assert.Equal((6, group == -1 ? 1 : 2), dense.StoredVariables.Single(v => v.name == "kernel_scale").shape);
            Assert.InRange(Distance(dense.Apply(x), before), 1e-6, 0.2);
        }
    }

    [Fact]
    public void WeightsFarFromZeroAreNotLost()
    {
        var far = (Tensor)new float[,] { { 100, 100.5f, 101 }, { -3, -2, -1 }, { -100, -100.5f, -101 } };
        var levels = ZeroPointLevels.Of(far, 8, false, true, -1);
        Assert.Equal(Floats(far), Floats(levels.Dequantize(levels.Quantize(far))), (a, b) => Math.Abs(a - b) < 0.5);
    }

    [Fact]
    public void DataMayBeStringsAndTokensOfEveryKind()
    {
        float[][] Samples(object data) => [.. CalibrationTokens.Samples(new GPTQConfig(data, s_tokenizer, num_samples: 3, sequence_length: 4)).Select(Floats)];
        var expected = Samples(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 });
        // 12 places, every fourth, from place 42 modulo 12.
        Assert.Equal([[7, 8, 9, 10], [11, 12, 13, 14], [3, 4, 5, 6]], expected);
        Assert.Equal(expected, Samples(new long[][] { [1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, 12, 13, 14, 15] }));
        Assert.Equal(expected, Samples((Tensor)new int[,] { { 1, 2, 3, 4, 5 }, { 6, 7, 8, 9, 10 }, { 11, 12, 13, 14, 15 } }));
        Assert.Equal(expected, Samples(new[] { "yz{|}", "~\u007F\u0080\u0081\u0082", "\u0083\u0084\u0085\u0086\u0087" }));
        Assert.All(Samples(new[] { 1, 2 }), sample => Assert.Contains(sample, new float[][] { [1, 2, 1, 2], [2, 1, 2, 1] }));
        Assert.Throws<ArgumentException>(() => Samples(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => Samples("one text"));
        Assert.Contains("Received: Double", Assert.Throws<ArgumentException>(() => Samples(new[] { 1.5 })).Message);
    }

    [Fact]
    public void ConfigurationsRoundTripWithoutTheirData()
    {
        var gptq = new GPTQConfig(s_data, s_tokenizer, weight_bits: 3, num_samples: 7, per_channel: false, sequence_length: 9, hessian_damping: 0.25, group_size: 16, symmetric: true, activation_order: true);
        Assert.Equal("gptq/3/16", gptq.dtype_policy_string());
        var again = Assert.IsType<GPTQConfig>(QuantizerLookup.deserialize(QuantizerLookup.serialize(gptq)));
        Assert.Equal(gptq.get_config(), again.get_config());
        Assert.Equal((3, 7, false, 9, 0.25, 16, true, true), (again.weight_bits, again.num_samples, again.per_channel, again.sequence_length, again.hessian_damping, again.group_size, again.symmetric, again.activation_order));
        Assert.Null(again.dataset);

        var awq = new AWQConfig(s_data, s_tokenizer, num_samples: 7, sequence_length: 9, group_size: -1, num_grid_points: 5);
        var more = Assert.IsType<AWQConfig>(QuantizerLookup.deserialize(QuantizerLookup.serialize(awq)));
        Assert.Equal(("awq/4/-1", 5, 7, 9), (more.dtype_policy_string(), more.num_grid_points, more.num_samples, more.sequence_length));
    }

    [Fact]
    public void WrongArgumentsAreRefusedAndLeaveTheModel()
    {
        foreach (var bits in new[] { 1, 5 }) Assert.Contains("2, 3, 4, and 8", Assert.Throws<ArgumentException>(() => new GPTQConfig(s_data, s_tokenizer, weight_bits: bits)).Message);
        Assert.Contains("only supports 4-bit", Assert.Throws<ArgumentException>(() => new AWQConfig(s_data, s_tokenizer, weight_bits: 8)).Message);
        foreach (var group in new[] { 0, -2 })
        {
            Assert.Contains("Invalid group_size", Assert.Throws<ArgumentException>(() => new GPTQConfig(s_data, s_tokenizer, group_size: group)).Message);
            Assert.Contains("Invalid group_size", Assert.Throws<ArgumentException>(() => new AWQConfig(s_data, s_tokenizer, group_size: group)).Message);
        }
        Assert.Throws<ArgumentException>(() => new GPTQConfig(s_data, s_tokenizer, num_samples: 0));
        Assert.Throws<ArgumentException>(() => new GPTQConfig(s_data, s_tokenizer, sequence_length: 0));
        Assert.Throws<ArgumentException>(() => new GPTQConfig(s_data, s_tokenizer, hessian_damping: 1.5));
        Assert.Throws<ArgumentException>(() => new AWQConfig(s_data, s_tokenizer, num_grid_points: 0));

        var dense = new Dense(3);
        var (model, structure) = Made(dense, new Dense(2));
        Assert.Contains("valid quantization structure", Assert.Throws<ArgumentException>(() => model.quantize("gptq", Config("gptq", null))).Message);
        Assert.Contains("dataset and a tokenizer", Assert.Throws<ArgumentException>(() => model.quantize("awq", new AWQConfig(null, null, quantization_layer_structure: structure))).Message);
        Assert.Contains("No sequential blocks", Assert.Throws<ArgumentException>(() => model.quantize("gptq", Config("gptq", new([], [])))).Message);
        Assert.Contains("Contradictory", Assert.Throws<ArgumentException>(() => model.quantize("awq", Config("gptq", structure))).Message);
        Assert.Null(dense.quantization_mode);

        // Prepared alone, a layer computes in floats, and cannot be stored.
        var x = keras.random.normal((2, Width), seed: 7);
        var before = Floats(dense.Apply(x));
        dense.quantize("gptq", config: Config("gptq", null));
        Assert.False(dense.is_gptq_calibrated);
        Assert.Equal(before, Floats(dense.Apply(x)));
        Assert.Contains("not calibrated", Assert.Throws<InvalidOperationException>(() => dense.StoredVariables.ToArray()).Message);
        Assert.Throws<NotSupportedException>(() => dense.enable_lora(2));

        // The model takes it up; kernels of other forms are refused.
        model.quantize("gptq", Config("gptq", structure));
        Assert.True(dense.is_gptq_calibrated);
        var four = new EinsumDense("abc,cdef->abdef", (null, 2, 2, 2));
        four.Apply(keras.ops.ones((1, 2, 3)));
        Assert.Contains("2 or 3 dimensions", Assert.Throws<NotSupportedException>(() => four.quantize("awq", config: Config("awq", null))).Message);
        Assert.Null(four.quantization_mode);
    }
}
