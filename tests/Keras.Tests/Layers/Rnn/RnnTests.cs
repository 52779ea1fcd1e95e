using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Layers.Rnn;

public class RnnTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static void Close(Tensor expected, Tensor got)
    {
        Assert.Equal(expected.shape, got.shape);
        float[] a = Floats(expected), b = Floats(got);
        for (var i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-5f);
    }

    /// <summary>The cell of Keras's documentation.</summary>
    private sealed class MinimalRNNCell(int units) : RNNCell
    {
        private Variable? _kernel;
        private Variable? _recurrent;

        public int units { get; } = units;

        public override int[] state_size => [units];

        public override void build(TensorShape input_shape)
        {
            _kernel = add_weight((input_shape[^1], units), "uniform", name: "kernel");
            _recurrent = add_weight((units, units), "uniform", name: "recurrent_kernel");
        }

        protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
        {
            var output = ops.matmul(inputs, _kernel!) + ops.matmul(states[0], _recurrent!);
            return (output, [output]);
        }
    }

    /// <summary>A cell that draws random numbers in each step.</summary>
    private sealed class DroppingCell : RNNCell
    {
        private readonly Dropout _dropout = new(0.5, seed: 7);

        public override int[] state_size => [4];

        protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training) => (_dropout.Apply(inputs, training), states);
    }

    [Fact]
    public void AStatefulLayerGoesOnWhereTheBatchBeforeEnded()
    {
        var x = random.normal((2, 6, 3), seed: 1);
        foreach (var make in new Func<bool, RNN>[] { s => new GRU(4, stateful: s), s => new LSTM(4, stateful: s), s => new SimpleRNN(4, stateful: s), s => new RNN([new LSTMCell(3), new GRUCell(4)], stateful: s) })
        {
            var (whole, parts) = (make(false), make(true));
            var expected = whole.Apply(x);
            parts.EnsureBuilt([(2, 3, 3)]);
            parts.set_weights([.. whole.weights.Select(w => w.numpy())]);
            for (var repeat = 0; repeat < 2; repeat++)
            {
                parts.Apply(x[.., ..3]);
                Close(expected, parts.Apply(x[.., 3..]));
                parts.reset_state();
            }
            Assert.Equal(whole.weights.Count, parts.weights.Count);
            Assert.All(parts.states!, s => Assert.All(Floats(s), v => Assert.Equal(0, v)));
            Assert.Contains("Expected batch size: 2", Assert.Throws<ArgumentException>(() => parts.Apply(random.normal((3, 3, 3)))).Message);
        }
    }

    [Fact]
    public void AStatefulLayerNeedsAFixedBatch()
    {
        var x = keras.Input((5, 3));
        Assert.Contains("batch size must be static", Assert.Throws<ArgumentException>(() => new GRU(2, stateful: true).Apply(x)).Message);
        var model = keras.Sequential();
        model.add(layers.GRU(2, stateful: true, batch_input_shape: (4, 5, 3)));
        Assert.Equal((4, 2), model.output_shape);
    }

    [Fact]
    public void CellsOfOnesOwnRunAloneStackedAndInBothDirections()
    {
        var x = random.normal((2, 4, 5), seed: 2);
        var layer = new RNN(new MinimalRNNCell(3), return_sequences: true);
        var y = layer.Apply(x);
        // The first step has no state yet.
        Close(ops.matmul(x[.., 0], layer.weights[0]), y[.., 0]);
        Close(ops.matmul(x[.., 1], layer.weights[0]) + ops.matmul(y[.., 0], layer.weights[1]), y[.., 1]);
        Assert.Equal($"{layer.name}/{layer.cell.name}/kernel", layer.weights[0].path);

        var stacked = new RNN([new MinimalRNNCell(3), new MinimalRNNCell(2)], return_state: true);
        var (last, first, second) = stacked.Apply(x);
        Assert.Equal((2, 2), last.shape);
        Assert.Equal((2, 3), ((TensorList)first)[0].shape);
        Close(last, ((TensorList)second)[0]);

        var both = new Bidirectional(new RNN(new MinimalRNNCell(3)), merge_mode: "sum");
        Assert.Equal((2, 3), both.Apply(x).shape);
        Assert.Equal(4, both.weights.Count);
        Close(ops.matmul(x[.., 0], both.weights[2]) + ops.matmul(Before(both, x), both.weights[3]), both.backward_layer.Apply(x));

        static Tensor Before(Bidirectional layer, Tensor x) => layer.backward_layer.Apply(x[.., 1..]);
    }

    [Fact]
    public void ACellThatDrawsIsTriedOnceBeforeTheLoopAsInKeras()
    {
        var x = ops.ones((1, 3, 4));
        var masks = new Dropout(0.5, seed: 7);
        var drawn = Enumerable.Range(0, 4).Select(_ => masks.Apply(ops.ones((1, 4)), training: true)).ToArray();
        var y = new RNN(new DroppingCell(), return_sequences: true).Apply(x, training: true);
        for (var t = 0; t < 3; t++) Assert.Equal(Floats(drawn[t + 1]), Floats(y[.., t]));
        var unrolled = new RNN(new DroppingCell(), return_sequences: true, unroll: true).Apply(x, training: true);
        for (var t = 0; t < 3; t++) Assert.Equal(Floats(drawn[t]), Floats(unrolled[.., t]));
    }

    [Fact]
    public void ACellOfItsOwnPrecisionKeepsIt()
    {
        var layer = new RNN(new GRUCell(3, dtype: "float64"), return_state: true);
        var (y, state) = layer.Apply(random.normal((2, 4, 5)));
        Assert.Equal("float64", layer.weights[0].dtype);
        Assert.Equal("float32", y.dtype);
        Assert.Equal("float32", state.dtype);
    }

    [Fact]
    public void StatesOfAnEncoderStartADecoder()
    {
        var input = keras.Input((null, 3));
        var (_, h, c) = new LSTM(4, return_state: true).Apply(input);
        var target = keras.Input((null, 2));
        var decoder = new LSTM(4, return_sequences: true);
        var output = decoder.Apply(target, initial_state: new TensorList(h, c));
        var model = keras.Model([input, target], output);
        Assert.Equal((null, null, 4), model.output_shape);
        var a = random.normal((2, 5, 3), seed: 3);
        var b = random.normal((2, 4, 2), seed: 4);
        var y = model.Apply(new TensorList(a, b));
        var other = model.Apply(new TensorList(a + 1, b));
        Assert.NotEqual(Floats(y), Floats(other));
        // From the configuration again, with the same weights.
        var copy = (Model)keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(model))!;
        copy.set_weights([.. model.weights.Select(w => w.numpy())]);
        Close(y, copy.Apply(new TensorList(a, b)));
    }

    [Fact]
    public void OneRowOfStatesServesAllSamples()
    {
        var x = random.normal((3, 4, 2), seed: 5);
        var layer = new GRU(3);
        var row = random.normal((1, 3), seed: 6);
        Close(layer.Apply(x, initial_state: ops.tile(row, [3, 1])), layer.Apply(x, initial_state: row));
    }

    [Fact]
    public void WrongInputsSayWhatIsExpected()
    {
        var gru = new GRU(4);
        gru.Apply(ops.ones((2, 3, 5)));
        Assert.Contains("positive integer", Assert.Throws<ArgumentException>(() => new GRU(0)).Message);
        Assert.Contains("ndim=3", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 3)))).Message);
        Assert.Contains("1 state(s)", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 3, 5)), initial_state: new TensorList(ops.ones((2, 4)), ops.ones((2, 4))))).Message);
        Assert.Contains("(None, 4)", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 3, 5)), initial_state: ops.ones((2, 6)))).Message);
        Assert.Contains("as many rows", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 3, 5)), initial_state: ops.ones((3, 4)))).Message);
        Assert.Contains("(batch, time)", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 3, 5)), mask: ops.ones((2, 4), dtype: "bool"))).Message);
        Assert.Contains("time step", Assert.Throws<ArgumentException>(() => gru.Apply(ops.ones((2, 0, 5)))).Message);
        Assert.ThrowsAny<ArgumentException>(() => gru.Apply(ops.ones((2, 3, 6))));
        Assert.Contains("at least one cell", Assert.Throws<ArgumentException>(() => new StackedRNNCells([])).Message);
        Assert.Contains("Cannot unroll", Assert.Throws<ArgumentException>(() => new GRU(2, unroll: true).Apply(keras.Input((null, 3)))).Message);
        Assert.Contains("needs states", Assert.Throws<ArgumentException>(() => new GRUCell(2).Apply(ops.ones((1, 2)))).Message);
        Assert.ThrowsAny<ArgumentException>(() => new GRUCell(2).Apply(ops.ones((1, 2)), ops.ones((1, 3))));
    }

    [Fact]
    public void ABareStateOfACellComesBackBare()
    {
        var cell = new GRUCell(3);
        var (output, state) = cell.Apply(ops.ones((2, 4)), ops.ones((2, 3)));
        Assert.IsNotType<TensorList>(state);
        Close(output, state);
        Assert.IsType<TensorList>(((TensorList)cell.Apply(ops.ones((2, 4)), new TensorList(ops.ones((2, 3)))))[1]);
    }

    [Fact]
    public void TheSeedOfASimpleLayerIsDrawnBeforeThoseOfItsInitializers()
    {
        // Also where the layer comes from a configuration, as each copy in a Bidirectional does.
        keras.utils.set_random_seed(1);
        var first = new SimpleRNN(2);
        keras.utils.set_random_seed(1);
        var copy = SimpleRNN.from_config(first.get_config());
        long Seed(RNN layer) => Convert.ToInt64(((Keras.Initializers.RandomInitializer)((GatedRNN)layer).kernel_initializer).seed.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Seed(first), Seed(copy));
        // Three draws a copy: seed, kernel, recurrent kernel.
        keras.utils.set_random_seed(1);
        int[] draws = [.. Enumerable.Range(0, 10).Select(_ => Keras.Utils.PythonRandom.MakeDefaultSeed())];
        keras.utils.set_random_seed(1);
        var both = new Bidirectional(new SimpleRNN(2));
        Assert.Equal([draws[4], draws[7]], new[] { Seed(both.forward_layer), Seed(both.backward_layer) });
        Assert.Equal(draws[9], Keras.Utils.PythonRandom.MakeDefaultSeed());
    }

    [Fact]
    public void APenaltyOnTheOutputIsAddedOnce()
    {
        foreach (var layer in new RNN[] { new SimpleRNN(3, activity_regularizer: "l2"), new GRU(3, activity_regularizer: "l2"), new ConvLSTM1D(3, 2, activity_regularizer: "l2") })
        {
            var y = layer.Apply(layer is ConvLSTM ? ops.ones((2, 3, 4, 2)) : ops.ones((2, 3, 4)));
            Assert.Equal(0.01 * ops.sum(y * y).item() / 2, Assert.Single(layer.losses).item(), 1e-6);
            Assert.NotNull(layer.get_config()["activity_regularizer"]);
        }
    }

    [Fact]
    public void AModelOfGatedLayersLearns()
    {
        keras.utils.set_random_seed(3);
        var x = random.normal((64, 8, 2), seed: 7);
        var y = ops.cast(ops.sum(x[.., .., 0], 1) > 0, "float32");
        var model = keras.Sequential([layers.Bidirectional(layers.GRU(8, return_sequences: true), input_shape: (8, 2)), layers.SimpleRNN(8), layers.Dense(1, activation: "sigmoid")]);
        model.compile(optimizer: keras.optimizers.Adam(0.02), loss: "binary_crossentropy", metrics: "accuracy");
        var history = model.fit(x.numpy(), y.numpy(), epochs: 12, batch_size: 16, verbose: 0);
        Assert.True(history.history["loss"][^1] < 0.4 * history.history["loss"][0], $"loss {history.history["loss"][0]} to {history.history["loss"][^1]}");
    }

    [Fact]
    public void AModelResetsTheStatesOfItsLayersAsInKeras2()
    {
        var inner = Sequential([Input(batch_shape: (2, 3, 4)), layers.GRU(3, stateful: true, return_sequences: true)]);
        var model = Sequential([inner, layers.Bidirectional(layers.LSTM(2, stateful: true)), layers.Dense(1)]);
        var x = random.normal((2, 3, 4), seed: 1);
        var first = model.predict(x, verbose: 0).ToArray<float>();
        Assert.NotEqual(first, model.predict(x, verbose: 0).ToArray<float>());
        model.reset_states();
        Assert.Equal(first, model.predict(x, verbose: 0).ToArray<float>());
    }
}
