using Keras.Layers;
using Keras.Saving;

namespace Keras.Tests.Layers.Preprocessing;

using Normalization = Keras.Layers.Normalization;

public class NumericTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static readonly float[,] s_table = { { 1, 10 }, { 2, 20 }, { 3, 30 }, { 6, 60 } };

    private sealed class Batches : PyDataset
    {
        public override int? num_batches => 2;

        public override Batch GetItem(int index) => new(index == 0 ? new float[,] { { 1, 10 }, { 2, 20 }, { 3, 30 } } : new float[,] { { 6, 60 } });
    }

    [Fact]
    public void NormalizationAdaptsToArraysAndBatchesAlike()
    {
        var whole = new Normalization();
        whole.adapt(s_table);
        Assert.Equal([3, 30], Floats(whole.mean));
        Assert.Equal([3.5f, 350], Floats(whole.variance));
        var pieces = new Normalization();
        pieces.adapt(new Batches());
        Assert.Equal(Floats(whole.variance), Floats(pieces.variance), (a, b) => Math.Abs(a - b) < 1e-3);
        var generated = new Normalization();
        generated.adapt(new[] { 0, 1 }.Select(i => new Batches().GetItem(i).x));
        Assert.Equal(Floats(pieces.variance), Floats(generated.variance));
        // Integers, and one mean of everything.
        var all = new Normalization(axis: null);
        all.adapt(new int[] { 1, 2, 3 });
        Assert.Equal(2, (double)all.mean[0], 6);
        Assert.Equal([-1.2247f, 0, 1.2247f], Floats(all.Apply(new float[] { 1, 2, 3 })), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void NormalizationGoesBack()
    {
        var layer = new Normalization(mean: new[] { 1.0, 2.0 }, variance: new[] { 4.0, 9.0 }, invert: true);
        Assert.Equal([3, 5], Floats(layer.Apply(new float[,] { { 1, 1 } })));
        var copy = (Normalization)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(layer))!;
        Assert.Equal([3, 5], Floats(copy.Apply(new float[,] { { 1, 1 } })));
    }

    [Fact]
    public void NormalizationOfTwoAxesKeepsItsTable()
    {
        var layer = new Normalization(axis: [1, 2], mean: (NumSharp.NDArray)keras.ops.ones((2, 3)).numpy(), variance: keras.ops.ones((2, 3)).numpy());
        var config = layer.get_config();
        Assert.Equal(2, ((List<object?>)config["mean"]!).Count);
        var copy = (Normalization)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(layer))!;
        Assert.Equal(Floats(layer.Apply(keras.ops.zeros((1, 2, 3)))), Floats(copy.Apply(keras.ops.zeros((1, 2, 3)))));
    }

    [Fact]
    public void NormalizationRefusesWhatDoesNotFit()
    {
        Assert.Contains("both", Assert.Throws<ArgumentException>(() => new Normalization(mean: 1.0)).Message);
        Assert.Contains("rank", Assert.Throws<ArgumentException>(() => new Normalization(axis: null, mean: new[] { 1.0 }, variance: new[] { 1.0 })).Message);
        var layer = new Normalization();
        layer.adapt(s_table);
        Assert.Contains("incompatible", Assert.Throws<ArgumentException>(() => layer.adapt(new float[,] { { 1, 2, 3 } })).Message);
        Assert.Contains("no batches", Assert.Throws<ArgumentException>(() => new Normalization().adapt(Array.Empty<Tensor>().AsEnumerable())).Message);
        Assert.Throws<ArgumentException>(() => new Normalization(axis: 3).Apply(new float[] { 1 }));
        Assert.Throws<InvalidOperationException>(() => new Normalization(mean: 1.0, variance: 1.0).adapt(s_table));
    }

    [Fact]
    public void WeightsSetLaterCountAtOnce()
    {
        var layer = new Normalization();
        layer.Apply(new float[,] { { 2, 3 } });
        layer.weights[0].assign(new float[] { 1, 2 });
        Assert.Equal([1, 1], Floats(layer.Apply(new float[,] { { 2, 3 } })));
    }

    [Fact]
    public void DiscretizationFindsEvenBinsAndRemembersThem()
    {
        var layer = new Discretization(num_bins: 4);
        Assert.Throws<InvalidOperationException>(() => layer.Apply(new float[] { 1 }));
        layer.adapt(keras.ops.arange(100, dtype: "float32"));
        Assert.Equal([24, 49, 74], layer.bin_boundaries!, (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal([0, 1, 2, 3], layer.Apply(new float[] { 0, 30, 60, 90 }).numpy().ToArray<int>());
        var copy = (Discretization)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(layer))!;
        Assert.Equal(layer.bin_boundaries, copy.bin_boundaries);
        Assert.Equal(4, copy.num_bins);
        Assert.Throws<InvalidOperationException>(() => new Discretization(bin_boundaries: [0.0]).adapt(new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => new Discretization());
        Assert.Throws<ArgumentException>(() => new Discretization(bin_boundaries: [0.0], num_bins: 2));
    }

    [Fact]
    public void DiscretizationStopsAfterTheStepsAskedFor()
    {
        static IEnumerable<float[]> Endless()
        {
            while (true) yield return [0, 1, 2, 3, 4, 5, 6, 7];
        }
        var layer = new Discretization(num_bins: 2);
        layer.adapt(Endless(), steps: 3);
        Assert.Single(layer.bin_boundaries!);
    }

    [Fact]
    public void CategoryEncodingWeighsCounts()
    {
        var layer = new CategoryEncoding(4, "count");
        Assert.Equal([0, 2.5f, 0, 0], Floats(layer.Apply(new int[,] { { 1, 1 } }, count_weights: new float[,] { { 2, 0.5f } })));
        Assert.Contains("count_weights", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4).Apply(new int[,] { { 1 } }, count_weights: new float[,] { { 2 } })).Message);
        Assert.Contains("num_tokens", Assert.Throws<ArgumentException>(() => new CategoryEncoding()).Message);
    }

    [Fact]
    public void PipelineRunsAsInTrainingUnlessToldOtherwise()
    {
        var pipeline = new Pipeline([new Rescaling(2.0), new Dropout(0.5, seed: 1)]);
        var x = keras.ops.ones((1, 100));
        Assert.Contains(0f, Floats(pipeline.Apply(x)));
        Assert.DoesNotContain(0f, Floats(pipeline.Apply(x, training: false)));
        var copy = (Pipeline)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(pipeline))!;
        Assert.Equal(["Rescaling", "Dropout"], copy.layers.Select(l => l.GetType().Name));
    }

    [Fact]
    public void SpectrogramsRefuseLengthsThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => new MelSpectrogram(fft_length: 16, sequence_length: 32));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram(frame_length: 8, frame_step: 9));
        Assert.Throws<ArgumentException>(() => new STFTSpectrogram("loud"));
        Assert.Contains("input type", Assert.Throws<ArgumentException>(() => new STFTSpectrogram(frame_length: 8).Apply(keras.ops.ones((1, 20, 1), "int32"))).Message);
        // A window of one's own survives the configuration.
        var layer = new STFTSpectrogram(keras.ops.ones(8), "magnitude", 8);
        var copy = (STFTSpectrogram)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(layer))!;
        var x = keras.random.uniform((1, 32, 1), seed: 1);
        Assert.Equal(Floats(layer.Apply(x)), Floats(copy.Apply(x)));
    }
}
