using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Layers.Rnn;

public class ConvLSTMTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void AWindowOfOneIsAnLSTMOfEachPixel()
    {
        var x = random.normal((2, 4, 3, 5), seed: 1);
        var conv = new ConvLSTM1D(6, 1, return_sequences: true);
        var y = conv.Apply(x);
        var lstm = new LSTM(6, return_sequences: true);
        lstm.EnsureBuilt([(null, 4, 5)]);
        lstm.set_weights([conv.weights[0].numpy().reshape(5, 24), conv.weights[1].numpy().reshape(6, 24), conv.weights[2].numpy()]);
        for (var pixel = 0; pixel < 3; pixel++)
        {
            float[] expected = Floats(lstm.Apply(x[.., .., pixel])), got = Floats(y[.., .., pixel]);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], 1e-5f);
        }
    }

    [Fact]
    public void AStatefulFilmGoesOn()
    {
        var x = random.normal((2, 4, 5, 5, 1), seed: 2);
        var whole = new ConvLSTM2D(2, 3, padding: "same");
        var expected = Floats(whole.Apply(x));
        var parts = new ConvLSTM2D(2, 3, padding: "same", stateful: true);
        parts.EnsureBuilt([(2, 2, 5, 5, 1)]);
        parts.set_weights([.. whole.weights.Select(w => w.numpy())]);
        parts.Apply(x[.., ..2]);
        var got = Floats(parts.Apply(x[.., 2..]));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], 1e-5f);
        parts.reset_state();
        Assert.All(parts.states!, s => Assert.Equal((2, 5, 5, 2), s.shape));
    }

    [Fact]
    public void InTwoDirectionsAndAsSymbols()
    {
        var y = new Bidirectional(new ConvLSTM2D(2, (3, 2), strides: 2, return_sequences: true)).Apply(keras.Input((null, 9, 8, 1)));
        Assert.Equal((null, null, 4, 4, 4), y.shape);
        var (output, h, c) = new ConvLSTM3D(2, 2, return_state: true).Apply(keras.Input((3, 4, 4, 4, 1)));
        Assert.Equal((null, 3, 3, 3, 2), output.shape);
        Assert.Equal(output.shape, h.shape);
        Assert.Equal(output.shape, c.shape);
        Assert.Equal((1, 3, 4, 4, 4), new Bidirectional(new ConvLSTM2D(2, 2, padding: "same", return_sequences: true)).Apply(ops.ones((1, 3, 4, 4, 1))).shape);
    }

    [Fact]
    public void WrongArgumentsSayWhatIsExpected()
    {
        Assert.Contains("dilation_rate", Assert.Throws<ArgumentException>(() => new ConvLSTM2D(2, 3, strides: 2, dilation_rate: 2)).Message);
        Assert.Contains("padding", Assert.Throws<ArgumentException>(() => new ConvLSTM1D(2, 3, padding: "causal")).Message);
        Assert.Contains("ndim=5", Assert.Throws<ArgumentException>(() => new ConvLSTM2D(2, 3).Apply(ops.ones((2, 3, 4, 4)))).Message);
        Assert.Contains("static", Assert.Throws<ArgumentException>(() => new ConvLSTM2D(2, 3).Apply(keras.Input((3, null, 4, 1)))).Message);
        Assert.ThrowsAny<ArgumentException>(() => new ConvLSTM2D(2, 7).Apply(ops.ones((2, 3, 4, 4, 1))));
    }
}
