#pragma warning disable CS0618 // What is tested here is obsolete.
using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Legacy;

/// <summary>Layers and names of Keras 2 that Keras 3 dropped.</summary>
public class LegacyLayersTests
{
    public static TheoryData<int, string, string, int, int> Forms()
    {
        var data = new TheoryData<int, string, string, int, int>();
        foreach (var rank in new[] { 1, 2 })
            foreach (var format in new[] { "channels_last", "channels_first" })
                foreach (var (padding, stride) in new[] { ("valid", 1), ("valid", 2), ("same", 1) })
                    for (var implementation = padding == "same" ? 2 : 1; implementation <= 3; implementation++) data.Add(rank, format, padding, stride, implementation);
        return data;
    }

    private static LocallyConnected Make(int rank, string format, string padding, int stride, int implementation) => rank == 1
        ? new LocallyConnected1D(2, 3, stride, padding, format, implementation: implementation)
        : new LocallyConnected2D(2, (3, 2), stride, padding, format, implementation: implementation);

    /// <summary>With the same weights at each place it is a convolution.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void EqualWeightsAtEachPlaceMakeAConvolution(int rank, string format, string padding, int stride, int implementation)
    {
        // 1. A convolution and its kernel. At the border a window of even size hangs over otherwise in Keras 2, so that rank 2 is compared without it.
        if (rank == 2 && padding == "same") return;
        var last = format == "channels_last";
        var x = random.normal(rank == 1 ? last ? (2, 7, 3) : (2, 3, 7) : last ? (2, 6, 5, 3) : (2, 3, 6, 5), seed: 1);
        Layer conv = rank == 1 ? new Conv1D(2, 3, stride, padding, format) : new Conv2D(2, (3, 2), stride, padding, format);
        var expected = conv.Apply(x);
        var kernel = conv.weights[0].Raw;

        // 2. The same weights, laid out for each place.
        var layer = Make(rank, format, padding, stride, implementation);
        var y = layer.Apply(x);
        Assert.Equal(expected.shape, y.shape);
        Assert.Equal(expected.shape, layer.compute_output_shape(x.shape));
        layer.kernel.assign(Laid(kernel, x.shape, layer));
        Same(expected, layer.Apply(x));
    }

    /// <summary>All three layouts of one random layer give the same, gradients included.</summary>
    [Fact]
    public void TheThreeLayoutsAgree()
    {
        var x = random.normal((2, 5, 4, 2), seed: 2);
        var dense = Make(2, "channels_last", "valid", 1, 2);
        dense.Apply(x);
        dense.bias!.assign(random.normal(dense.bias.shape, seed: 3));
        var sparse = Make(2, "channels_last", "valid", 1, 3);
        sparse.Apply(x);
        // Masked weights of the dense layout, ascending by output and input, are those of the sparse one.
        var values = new List<float>();
        var all = ops.transpose(ops.reshape(dense.kernel, (40, 18))).numpy().ToArray<float>();
        for (var output = 0; output < 18; output++)
            for (var input = 0; input < 40; input++)
            {
                int row = output / 2 / 3, column = output / 2 % 3, i = input / 2 / 4, j = input / 2 % 4;
                if (i >= row && i < row + 3 && j >= column && j < column + 2) values.Add(all[output * 40 + input]);
            }
        Assert.Equal(sparse.kernel.shape[0], values.Count);
        sparse.kernel.assign(values.ToArray());
        sparse.bias!.assign(dense.bias.Raw);
        Same(dense.Apply(x), sparse.Apply(x));
    }

    private static Tensor Laid(Tensor kernel, TensorShape input, LocallyConnected layer)
    {
        var last = layer.data_format == "channels_last";
        int rank = kernel.ndim - 2;
        int[] size = [.. input.Skip(last ? 1 : 2).Take(rank).Select(d => (int)d!)];
        int[] outputs = [.. layer.compute_output_shape(input).Skip(last ? 1 : 2).Take(rank).Select(d => (int)d!)];
        if (layer.implementation == 1)
        {
            var one = last ? kernel : ops.moveaxis(kernel, -2, 0);
            var places = outputs.Aggregate(1, (a, b) => a * b);
            return ops.repeat(ops.reshape(one, (1, -1, layer.filters)), places, axis: 0);
        }
        // The answer to each unit input is a row of the matrix between inputs and outputs.
        var features = size.Aggregate(3, (a, b) => a * b);
        var units = ops.reshape(ops.eye(features), (int[])[features, .. input.Skip(1).Select(d => (int)d!)]);
        var answers = ops.conv(units, kernel, layer.strides.Expand(rank, "strides"), layer.padding, layer.data_format);
        if (layer.implementation == 2) return ops.reshape(answers, layer.kernel.shape);
        var matrix = ops.transpose(ops.reshape(answers, (features, -1)));
        var reach = ops.transpose(ops.reshape(ops.conv(units, ops.ones_like(kernel), layer.strides.Expand(rank, "strides"), layer.padding, layer.data_format), (features, -1)));
        float[] values = matrix.numpy().ToArray<float>(), counts = reach.numpy().ToArray<float>();
        return values.Where((_, i) => counts[i] > 0.5f).ToArray();
    }

    private static void Same(Tensor expected, Tensor got)
    {
        Assert.Equal(expected.shape, got.shape);
        Assert.Equal(expected.numpy().ToArray<float>(), got.numpy().ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void LocallyConnectedLayersAreSavedAndTrained()
    {
        var model = Sequential([Input((6, 6, 1)), layers.LocallyConnected2D(2, 3, activation: "relu"), layers.Flatten(), layers.Dense(1)]);
        model.compile("adam", "mse");
        var x = random.normal((8, 6, 6, 1), seed: 4);
        var before = model.weights[0].numpy();
        model.fit(x, ops.ones((8, 1)), epochs: 2, verbose: 0);
        Assert.NotEqual(before.ToArray<float>(), model.weights[0].numpy().ToArray<float>());
        using var folder = new Testing.ScratchFolder();
        foreach (var ending in new[] { "keras", "h5" })
        {
            model.save(folder.File("m." + ending));
            Assert.Equal(model.predict(x, verbose: 0).ToArray<float>(), models.load_model(folder.File("m." + ending)).predict(x, verbose: 0).ToArray<float>());
        }
        Assert.Contains("fully-defined", Assert.Throws<ArgumentException>(() => layers.LocallyConnected1D(2, 3).Apply(Input((null, 4)))).Message);
        Assert.Contains("implementation: 2", Assert.Throws<ArgumentException>(() => layers.LocallyConnected1D(2, 3, padding: "same")).Message);
    }

    [Fact]
    public void OldNamesMakeTodaysLayers()
    {
        Assert.Equal([0f, 0f, 1.5f], layers.ThresholdedReLU(theta: 1.0).Apply(new[] { -2f, 0.5f, 1.5f }).numpy().ToArray<float>());
        Assert.Contains("cannot be negative", Assert.Throws<ArgumentException>(() => layers.ThresholdedReLU(-1)).Message);
        Assert.True(layers.CuDNNLSTM(3, return_sequences: true).return_sequences);
        Assert.True(layers.CuDNNGRU(3).reset_after);
        Assert.Equal(0.9, layers.experimental.SyncBatchNormalization(momentum: 0.9).momentum);
        Assert.Equal([1f], layers.experimental.preprocessing.Rescaling(0.5).Apply(new[] { 2f }).numpy().ToArray<float>());
        Assert.Equal("none", losses.MeanSquaredError(reduction: losses.Reduction.NONE).reduction);
        Assert.Equal([0.0, 1, 0], utils.np_utils.to_categorical(new[] { 1 }, 3).ToArray<double>());
        Assert.IsType<Keras.Constraints.MaxNorm>(constraints.maxnorm(3));
    }

    [Fact]
    public void ConfigurationsMakeModels()
    {
        var model = Sequential([Input(4), layers.Dense(3)]);
        var copy = models.model_from_config((Config)saving.serialize_keras_object(model)!);
        Assert.Equal(model.count_params(), copy.count_params());
        Assert.Contains("from_config", Assert.Throws<ArgumentException>(() => models.model_from_config(model.get_config())).Message);
        var text = new List<string>();
        utils.print_summary(model, print_fn: text.Add);
        Assert.Contains(text, t => t.Contains("dense", StringComparison.Ordinal));
    }
}
