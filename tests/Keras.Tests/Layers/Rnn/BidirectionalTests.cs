using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Layers.Rnn;

public class BidirectionalTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void ThePatternIsCopiedUnderNamesOfItsOwn()
    {
        var layer = new Bidirectional(new LSTM(3, name: "text", return_sequences: true), name: "both");
        layer.Apply(ops.ones((1, 2, 4)));
        Assert.Equal("both/forward_text/lstm_cell/kernel", layer.weights[0].path);
        Assert.Equal("both/backward_text/lstm_cell/kernel", layer.weights[3].path);
        Assert.True(layer.backward_layer.go_backwards);
        Assert.True(layer.forward_layer.zero_output_for_mask);
        // A copy of a copy keeps its names.
        var again = (Bidirectional)keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))!;
        Assert.Equal(["forward_text", "backward_text"], new[] { again.forward_layer.name, again.backward_layer.name });
        again.Apply(ops.ones((1, 2, 4)));
        Assert.Equal("both/backward_text/lstm_cell/kernel", again.weights[3].path);
    }

    [Fact]
    public void WeightsGivenAreSetWhenTheLayerIsBuilt()
    {
        var x = random.normal((2, 3, 4), seed: 1);
        var first = new Bidirectional(new GRU(2));
        var y = first.Apply(x);
        var second = new Bidirectional(new GRU(2), weights: [.. first.weights.Select(w => w.numpy())]);
        Assert.Equal(Floats(y), Floats(second.Apply(x)));
    }

    [Fact]
    public void StatesAreThoseOfBothDirections()
    {
        var x = random.normal((2, 3, 4), seed: 2);
        var layer = new Bidirectional(new LSTM(2, return_state: true), merge_mode: null);
        var all = (TensorList)layer.Apply(x);
        Assert.Equal(6, all.Count);
        Assert.Equal(Floats(all[0]), Floats(all[2]));
        Assert.Equal(Floats(all[1]), Floats(all[4]));
        // Fed back, they change the output.
        var next = (TensorList)layer.Apply(x, initial_state: new TensorList(all.Skip(2)));
        Assert.NotEqual(Floats(all[0]), Floats(next[0]));
        Assert.Contains("forward layer", Assert.Throws<ArgumentException>(() => layer.Apply(x, initial_state: new TensorList(all.Skip(3)))).Message);
    }

    [Fact]
    public void AStatefulOneIsReset()
    {
        var x = random.normal((2, 3, 4), seed: 3);
        var layer = new Bidirectional(new GRU(2, stateful: true));
        var y = Floats(layer.Apply(x));
        Assert.NotEqual(y, Floats(layer.Apply(x)));
        Assert.Equal(2, layer.states!.Count);
        layer.reset_state();
        Assert.Equal(y, Floats(layer.Apply(x)));
        Assert.Contains("must be stateful", Assert.Throws<InvalidOperationException>(() => new Bidirectional(new GRU(2)).reset_state()).Message);
    }

    [Fact]
    public void MasksOfAnEmbeddingReachBothDirections()
    {
        var model = keras.Sequential([keras.layers.InputLayer([null]), layers.Embedding(10, 4, mask_zero: true), layers.Bidirectional(layers.LSTM(3)), layers.Dense(1)]);
        var shortText = model.Apply(new int[,] { { 3, 5, 7 } });
        var padded = model.Apply(new int[,] { { 3, 5, 7, 0, 0 } });
        Assert.Equal(Floats(shortText)[0], Floats(padded)[0], 1e-6f);
    }

    [Fact]
    public void WrongPairsAreFound()
    {
        Assert.Contains("merge mode", Assert.Throws<ArgumentException>(() => new Bidirectional(new GRU(2), merge_mode: "max")).Message);
        Assert.Contains("go_backwards", Assert.Throws<ArgumentException>(() => new Bidirectional(new GRU(2), backward_layer: new GRU(2))).Message);
        Assert.Contains("return_sequences", Assert.Throws<ArgumentException>(() => new Bidirectional(new GRU(2), backward_layer: new GRU(2, go_backwards: true, return_sequences: true))).Message);
    }

    [Fact]
    public void BothOutputsOfMergeModeNoneAreSymbolsToo()
    {
        var (forward, backward) = new Bidirectional(new GRU(2, return_sequences: true), merge_mode: null).Apply(keras.Input((5, 3)));
        Assert.Equal((null, 5, 2), forward.shape);
        Assert.Equal((null, 5, 2), backward.shape);
    }
}
