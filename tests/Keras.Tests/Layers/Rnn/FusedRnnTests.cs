using Keras.Backend;
using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Layers.Rnn;

/// <summary>The engine's kernels for whole sequences give what the loop over the steps gives: outputs, states, gradients.</summary>
public class FusedRnnTests
{
    private static GatedRNN Make(string kind, bool sequences = false, bool backwards = false, bool zeros = false, bool state = false, bool bias = true) => kind switch
    {
        "GRU" => new GRU(4, use_bias: bias, return_sequences: sequences, go_backwards: backwards, zero_output_for_mask: zeros, return_state: state, bias_initializer: "glorot_uniform"),
        "LSTM" => new LSTM(4, use_bias: bias, return_sequences: sequences, go_backwards: backwards, zero_output_for_mask: zeros, return_state: state),
        "relu" => new SimpleRNN(4, activation: "relu", use_bias: bias, return_sequences: sequences, go_backwards: backwards, zero_output_for_mask: zeros, return_state: state),
        _ => new SimpleRNN(4, use_bias: bias, return_sequences: sequences, go_backwards: backwards, zero_output_for_mask: zeros, return_state: state),
    };

    private static void Close(Tensor expected, Tensor? got, string what)
    {
        Assert.Equal(expected.shape, got!.shape);
        float[] a = expected.numpy().ToArray<float>(), b = got.numpy().ToArray<float>();
        // Sums over many rows are as exact as the largest of them.
        var scale = Math.Max(1, a.Max(Math.Abs));
        for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= 2e-6 * scale + 1e-4 * Math.Abs(a[i]), $"{what}[{i}]: expected {a[i]}, got {b[i]}");
    }

    /// <summary>Calls a layer both ways and compares all that follows from the outputs.</summary>
    private static void Compare(GatedRNN layer, Tensor x, Tensor? mask = null, Tensor? initial = null)
    {
        List<Tensor> Run(bool fused)
        {
            layer.Choice = fused ? "auto" : false;
            using var tape = new GradientTape(persistent: true);
            tape.watch(x);
            if (initial is not null) tape.watch(initial);
            var outputs = Nest.Flatten(layer.Apply(x, initial, mask)).ToList();
            var total = outputs.Select(o => ops.sum(o * ops.cos(o))).Aggregate((a, b) => a + b);
            outputs.Add(tape.gradient(total, x)!);
            if (initial is not null) outputs.Add(tape.gradient(total, initial)!);
            outputs.AddRange(layer.weights.Select(w => tape.gradient(total, w)!));
            return outputs;
        }
        var loop = Run(false);
        var fused = Run(true);
        Assert.Equal(loop.Count, fused.Count);
        for (var i = 0; i < loop.Count; i++) Close(loop[i], fused[i], $"{layer.name} value {i}");
    }

    [Theory]
    [InlineData("GRU", true, false, true)]
    [InlineData("GRU", false, true, true)]
    [InlineData("GRU", true, true, false)]
    [InlineData("LSTM", true, true, true)]
    [InlineData("tanh", true, true, true)]
    [InlineData("tanh", false, false, false)]
    [InlineData("relu", true, false, true)]
    public void WithoutAMask(string kind, bool sequences, bool backwards, bool bias)
    {
        var x = random.normal((3, 6, 5), seed: 1);
        var layer = Make(kind, sequences, backwards, state: true, bias: bias);
        Compare(layer, x);
        if (kind != "LSTM") Compare(layer, x, initial: random.normal((3, 4), seed: 2));
    }

    [Theory]
    [InlineData("GRU", true, false, false, true)]
    [InlineData("GRU", true, true, true, true)]
    [InlineData("GRU", false, false, true, true)]
    [InlineData("GRU", false, true, false, false)]
    [InlineData("LSTM", true, false, false, false)]
    [InlineData("LSTM", true, true, true, false)]
    [InlineData("LSTM", false, false, false, false)]
    [InlineData("LSTM", false, false, false, true)]
    [InlineData("tanh", true, false, false, true)]
    [InlineData("relu", false, true, false, true)]
    public void WithMasksOfEveryForm(string kind, bool sequences, bool backwards, bool zeros, bool state)
    {
        // Padded after, padded before, with gaps, nothing masked, all masked.
        var mask = ops.not_equal(new int[,]
        {
            { 1, 1, 0, 0 }, { 0, 0, 1, 1 }, { 1, 0, 1, 0 }, { 1, 1, 1, 1 }, { 0, 0, 0, 0 },
        }, 0);
        var layer = Make(kind, sequences, backwards, zeros, state);
        var x = random.normal((5, 4, 3), seed: 3);
        Compare(layer, x, mask);
        if (kind != "LSTM") Compare(layer, x, mask, random.normal((5, 4), seed: 4));
        // No sample has a step that counts.
        Compare(layer, x, ops.zeros((5, 4), dtype: "bool"));
    }

    [Theory]
    [InlineData("float64")]
    [InlineData("bfloat16")]
    [InlineData("mixed_bfloat16")]
    [InlineData("mixed_float16")]
    [InlineData("float16")]
    public void EveryPrecisionComputes(string policy)
    {
        var x = random.normal((2, 5, 3), seed: 5);
        foreach (var layer in new Layer[]
        {
            new GRU(4, dtype: policy), new LSTM(4, dtype: policy), new SimpleRNN(4, dtype: policy),
            new GRU(4, reset_after: false, dtype: policy), new Bidirectional(new GRU(4, dtype: policy), dtype: policy),
        })
        {
            var y = layer.Apply(x);
            Assert.Equal(policy.Replace("mixed_", ""), y.dtype);
            Assert.True(ops.all(ops.isfinite(y)).item() == 1);
            Assert.Equal(policy.StartsWith("mixed", StringComparison.Ordinal) ? "float32" : policy, layer.weights[0].dtype);
        }
    }

    [Fact]
    public void IntegersArePromoted()
    {
        var x = ops.ones((2, 3, 4), dtype: "int32");
        foreach (var layer in new RNN[] { new GRU(2), new LSTM(2, recurrent_dropout: 0.5), new SimpleRNN(2, activation: "sigmoid"), new RNN(new GRUCell(2)) }) Assert.Equal("float32", layer.Apply(x).dtype);
    }

    [Fact]
    public void UseCudnnIsCheckedAndNoPartOfTheConfiguration()
    {
        Assert.Contains("use_cudnn", Assert.Throws<ArgumentException>(() => new GRU(2, use_cudnn: "yes")).Message);
        var required = new GRU(2, recurrent_dropout: 0.5, use_cudnn: true);
        Assert.Contains("recurrent_dropout", Assert.Throws<ArgumentException>(() => required.Apply(ops.ones((1, 2, 3)))).Message);
        Assert.False(new LSTM(2, use_cudnn: false, implementation: 1).get_config().ContainsKey("use_cudnn"));
        Assert.False(new LSTM(2, implementation: 1).get_config().ContainsKey("implementation"));
        Assert.Equal("False", new Bidirectional(new GRU(2, use_cudnn: false)).backward_layer is GRU copy ? copy.use_cudnn.ToString() : "");
    }

    [Fact]
    public void DroppedInputsAreTheSameInBothWays()
    {
        var x = random.normal((3, 4, 5), seed: 6);
        Tensor Run(bool fused)
        {
            var layer = new GRU(4, dropout: 0.4, seed: 11, use_cudnn: fused, kernel_initializer: keras.initializers.GlorotUniform(1), recurrent_initializer: keras.initializers.Orthogonal(seed: 2), go_backwards: true);
            layer.Apply(x, training: true);
            return layer.Apply(x, training: true);
        }
        Close(Run(false), Run(true), "output");
    }

    [Theory]
    [InlineData("GRU")]
    [InlineData("LSTM")]
    [InlineData("tanh")]
    public void GradientsCanBeDifferentiatedAgain(string kind)
    {
        // As a penalty on the size of a gradient does.
        var layer = Make(kind);
        var x = random.normal((2, 4, 3), seed: 7);
        layer.Apply(x);
        float[] Run(bool fused)
        {
            layer.Choice = fused;
            using var outer = new GradientTape();
            using var inner = new GradientTape();
            inner.watch(x);
            var gradient = inner.gradient(ops.sum(ops.square(layer.Apply(x))), x)!;
            return outer.gradient(ops.sum(ops.square(gradient)), layer.trainable_variables).SelectMany(g => g?.numpy().ToArray<float>() ?? [float.NaN]).ToArray();
        }
        float[] expected = Run(false), got = Run(true);
        Assert.Contains(expected, v => Math.Abs(v) > 1e-3);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], 1e-5f);
    }

    [Theory]
    [InlineData("GRU", 130)]
    [InlineData("tanh", 131)]
    [InlineData("relu", 17)]
    public void LargeBatchesOnSeveralThreads(string kind, int units)
    {
        GatedRNN layer = kind == "GRU" ? new GRU(units, return_sequences: true) : new SimpleRNN(units, activation: kind, return_sequences: true);
        Compare(layer, random.normal((1000, 2, 3), seed: 8));
    }

    [Fact]
    public void SmallValuesKeepTheirDigits()
    {
        var layer = new SimpleRNN(1, kernel_initializer: "ones", recurrent_initializer: "zeros");
        foreach (var x in new[] { 1e-6f, -3e-4f, 0.1f, 0.62f, 0.63f, -5f, 30f })
        {
            var y = (float)layer.Apply(ops.full((1, 1, 1), x)).item();
            Assert.Equal(1, y / MathF.Tanh(x), 3e-7f);
        }
    }

    [Fact]
    public void AStepHoldsNoMemoryOfTheOneBefore()
    {
        var layer = new GRU(8, return_sequences: true);
        var x = random.normal((16, 50, 8), seed: 9);
        void Step()
        {
            using var scope = new TensorScope();
            using var tape = new GradientTape();
            var gradients = tape.gradient(ops.sum(layer.Apply(x)), layer.trainable_variables);
            Assert.All(gradients, Assert.NotNull);
        }
        Step();
        // Other tests make tensors meanwhile; a leak would make hundreds more each round.
        var least = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = TorchSharp.torch.Tensor.TotalCount;
            for (var i = 0; i < 200; i++) Step();
            return TorchSharp.torch.Tensor.TotalCount - before;
        });
        Assert.True(least < 200, $"{least} tensors are left of 200 steps.");
    }
}
