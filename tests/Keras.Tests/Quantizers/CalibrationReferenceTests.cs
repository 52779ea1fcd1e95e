using Keras.Layers;
using Keras.Quantizers;

namespace Keras.Tests.Quantizers;

/// <summary>GPTQ and AWQ beside the same algorithms in plain loops of doubles, number by number as Keras's source computes them.</summary>
public class CalibrationReferenceTests
{
    private const int Words = 400, Inputs = 150, Outputs = 9;

    private static readonly int[] s_tokens = [.. Enumerable.Range(0, Words)];

    private static double[] Doubles(Tensor x) => keras.ops.cast(x, "float64").numpy().ToArray<double>();

    /// <summary>A layer after an embedding, and what the embedding gives for all words: one sample, in which every word stands once.</summary>
    private static (Dense Dense, QuantizationLayerStructure Structure, double[,] Weight, double[,] Samples) Made()
    {
        keras.utils.set_random_seed(11);
        var embedding = new Embedding(Words, Inputs);
        var dense = new Dense(Outputs);
        keras.Sequential([keras.layers.Input(4, dtype: "int32"), embedding, dense]);
        // Neighbouring features are correlated, and some are larger than others.
        var table = keras.random.normal((Words, Inputs), seed: 1);
        table = (table + keras.ops.roll(table, 1, axis: 1)) * (Tensor)Enumerable.Range(0, Inputs).Select(i => i % 10 == 3 ? 3f : 0.7f + 0.01f * (i * 37 % 29)).ToArray();
        embedding.set_weights([table.numpy()]);
        double[] samples = Doubles(table), kernel = Doubles(dense.kernel);
        double[,] x = new double[Words, Inputs], w = new double[Outputs, Inputs];
        for (var i = 0; i < Inputs; i++)
        {
            for (var n = 0; n < Words; n++) x[n, i] = samples[n * Inputs + i];
            for (var o = 0; o < Outputs; o++) w[o, i] = kernel[i * Outputs + o];
        }
        return (dense, new([embedding], [dense]), w, x);
    }

    /// <summary>Scale and zero point of each output for the weights from a place to another; <paramref name="filled"/> counts a zero among them.</summary>
    private static (double Scale, double Zero)[] Parameters(double[,] w, int from, int to, int bits, bool symmetric, bool channels, bool filled)
    {
        var last = (1 << bits) - 1;
        (double Low, double High) Range(IEnumerable<int> outputs)
        {
            var values = outputs.SelectMany(o => Enumerable.Range(from, to - from).Select(i => w[o, i])).ToList();
            if (filled) values.Add(0);
            double low = values.Min(), high = values.Max();
            return symmetric ? (-Math.Max(-low, high), Math.Max(-low, high)) : (low, high);
        }
        return [.. Enumerable.Range(0, Outputs).Select(o =>
        {
            var (low, high) = Range(channels ? [o] : Enumerable.Range(0, Outputs));
            var scale = (high - low) / last;
            return (scale, symmetric ? (last + 1) / 2 : Math.Round(-low / scale));
        })];
    }

    private static double Level(double value, (double Scale, double Zero) p, int bits) => Math.Clamp(Math.Round(value / p.Scale + p.Zero), 0, (1 << bits) - 1);

    private static double[,] Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var inverse = new double[n, n];
        for (var i = 0; i < n; i++) inverse[i, i] = 1;
        for (var c = 0; c < n; c++)
        {
            var pivot = a[c, c];
            for (var k = 0; k < n; k++) (a[c, k], inverse[c, k]) = (a[c, k] / pivot, inverse[c, k] / pivot);
            for (var r = 0; r < n; r++)
            {
                if (r == c) continue;
                var factor = a[r, c];
                for (var k = 0; k < n; k++) (a[r, k], inverse[r, k]) = (a[r, k] - factor * a[c, k], inverse[r, k] - factor * inverse[c, k]);
            }
        }
        return inverse;
    }

    private static double[,] Hessian(double[,] x, double damping)
    {
        var h = new double[Inputs, Inputs];
        for (var i = 0; i < Inputs; i++)
            for (var j = 0; j < Inputs; j++)
                for (var n = 0; n < Words; n++) h[i, j] += 2 * x[n, i] * x[n, j] / Words;
        var mean = Enumerable.Range(0, Inputs).Average(i => h[i, i]);
        for (var i = 0; i < Inputs; i++) h[i, i] += damping * mean;
        return h;
    }

    private static void Same(IReadOnlyDictionary<string, Variable> stored, string name, double[] expected)
    {
        var found = Doubles(stored[name].Raw);
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])));
    }

    /// <summary>Nearly all levels agree: where a value lies between two of them, single precision may take the other one.</summary>
    private static void SameLevels(Variable kernel, int bits, double[,] expected)
    {
        var levels = Doubles(bits == 4 ? Int4Packing.unpack_int4(kernel.Raw, Outputs, 0, "uint8") : kernel.Raw);
        var different = Enumerable.Range(0, levels.Length).Where(i => levels[i] != expected[i / Inputs, i % Inputs]).ToArray();
        Assert.True(different.Length <= levels.Length / 100, $"{different.Length} of {levels.Length} levels differ");
        Assert.All(different, i => Assert.Equal(expected[i / Inputs, i % Inputs], levels[i], 1.0));
    }

    [Theory]
    [InlineData(4, 64, false, false, true)]
    [InlineData(4, 32, true, false, true)]
    [InlineData(3, 128, false, true, true)]
    [InlineData(8, 64, true, true, true)]
    [InlineData(2, 64, false, false, false)]
    public void GptqChoosesTheLevelsOfPlainLoops(int bits, int group, bool order, bool symmetric, bool channels)
    {
        // 1. The library.
        var (dense, structure, w, x) = Made();
        new Holder(structure).quantize("gptq", new GPTQConfig(s_tokens, text => (Tensor)new[] { text.Length }, weight_bits: bits, num_samples: 1, sequence_length: Words, group_size: group,
            hessian_damping: 0.02, activation_order: order, symmetric: symmetric, per_channel: channels));

        // 2. The order of the columns, by the diagonal.
        var hessian = Hessian(x, 0.02);
        var inverse = Inverse(hessian);
        int[] places = [.. order ? Enumerable.Range(0, Inputs).OrderByDescending(i => hessian[i, i]) : Enumerable.Range(0, Inputs)];
        var buffer = new double[Outputs, Inputs];
        for (var i = 0; i < Inputs; i++)
            for (var o = 0; o < Outputs; o++) buffer[o, i] = w[o, places[i]];

        // 3. Blocks of 128 columns: errors go to the rest of the block at once, and to later blocks at its end.
        var levels = new double[Outputs, Inputs];
        List<(double Scale, double Zero)[]> parameters = [];
        for (var start = 0; start < Inputs; start += 128)
        {
            var end = Math.Min(start + 128, Inputs);
            var block = (double[,])buffer.Clone();
            var errors = new double[Outputs, Inputs];
            for (var i = start; i < end; i++)
            {
                if (i % group == 0) parameters.Add(Parameters(buffer, i, Math.Min(i + group, Inputs), bits, symmetric, channels, filled: false));
                for (var o = 0; o < Outputs; o++)
                {
                    var p = parameters[^1][o];
                    var level = Level(block[o, i], p, bits);
                    levels[o, places[i]] = level;
                    errors[o, i] = (block[o, i] - p.Scale * (level - p.Zero)) / inverse[places[i], places[i]];
                    for (var j = i + 1; j < end; j++) block[o, j] -= errors[o, i] * inverse[places[i], places[j]];
                }
            }
            for (var o = 0; o < Outputs; o++)
                for (var j = end; j < Inputs; j++)
                    for (var i = start; i < end; i++) buffer[o, j] -= errors[o, i] * inverse[places[i], places[j]];
        }

        // 4. Both are the same.
        var stored = dense.StoredVariables.ToDictionary(v => v.name);
        var groups = new double[Inputs];
        for (var i = 0; i < Inputs; i++) groups[places[i]] = (double)i / group;
        Same(stored, "g_idx", groups);
        Same(stored, "kernel_scale", [.. Enumerable.Range(0, Outputs).SelectMany(o => parameters.Select(p => p[o].Scale))]);
        Same(stored, "kernel_zero", [.. Enumerable.Range(0, Outputs).SelectMany(o => parameters.Select(p => p[o].Zero))]);
        SameLevels(dense.kernel, bits, levels);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(-1)]
    public void AwqChoosesTheScalesAndLevelsOfPlainLoops(int group)
    {
        // 1. The library.
        const int steps = 10;
        var (dense, structure, w, x) = Made();
        new Holder(structure).quantize("awq", new AWQConfig(s_tokens, text => (Tensor)new[] { text.Length }, num_samples: 1, sequence_length: Words, group_size: group, num_grid_points: steps));

        // 2. The power of the largest inputs that loses least.
        double[] largest = [.. Enumerable.Range(0, Inputs).Select(i => Enumerable.Range(0, Words).Max(n => Math.Abs(x[n, i])))];
        var size = group == -1 ? Inputs : group;
        var least = double.PositiveInfinity;
        double[] scales = [];
        var levels = new double[Outputs, Inputs];
        List<(double Scale, double Zero)[]> parameters = [];
        for (var step = 0; step <= steps; step++)
        {
            double[] powers = [.. largest.Select(v => Math.Max(1e-4, Math.Pow(v, (double)step / steps)))];
            var middle = Math.Sqrt(powers.Max() * powers.Min());
            double[] tried = [.. powers.Select(p => p / middle)];
            var scaled = new double[Outputs, Inputs];
            for (var o = 0; o < Outputs; o++)
                for (var i = 0; i < Inputs; i++) scaled[o, i] = w[o, i] * tried[i];
            List<(double Scale, double Zero)[]> found = [];
            for (var from = 0; from < Inputs; from += size) found.Add(Parameters(scaled, from, Math.Min(from + size, Inputs), 4, false, true, filled: from + size > Inputs));
            var rounded = new double[Outputs, Inputs];
            double loss = 0;
            for (var o = 0; o < Outputs; o++)
                for (var i = 0; i < Inputs; i++)
                {
                    var p = found[i / size][o];
                    rounded[o, i] = Level(scaled[o, i], p, 4);
                    loss += Math.Pow((w[o, i] - p.Scale * (rounded[o, i] - p.Zero) / tried[i]) * largest[i], 2);
                }
            if (loss >= least) continue;
            (least, scales, levels, parameters) = (loss, tried, rounded, found);
        }

        // 3. Both are the same.
        var stored = dense.StoredVariables.ToDictionary(v => v.name);
        Same(stored, "awq_scales", scales);
        Assert.True(scales.Max() > scales.Min() * 1.1, "the search chose no scaling, which would show nothing");
        Same(stored, "g_idx", [.. Enumerable.Range(0, Inputs).Select(i => (double)(i / size))]);
        Same(stored, "kernel_scale", [.. Enumerable.Range(0, Outputs).SelectMany(o => parameters.Select(p => p[o].Scale))]);
        Same(stored, "kernel_zero", [.. Enumerable.Range(0, Outputs).SelectMany(o => parameters.Select(p => p[o].Zero))]);
        SameLevels(dense.kernel, 4, levels);
    }

    private sealed class Holder(QuantizationLayerStructure structure) : Model
    {
        protected override Tensor call(Tensor inputs, bool training) => structure.sequential_blocks[0].Apply(structure.pre_block_layers[0].Apply(inputs));

        public override QuantizationLayerStructure? get_quantization_layer_structure(string? mode = null) => structure;
    }
}
