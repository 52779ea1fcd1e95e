using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>
/// Weights in the layouts of Keras 1, of Theano and of the layers for CUDA, made here from known ones: loaded, they are the known ones again,
/// and the model predicts the same.
/// </summary>
public class OldLayoutsTests
{
    /// <summary>Values with their shape, row by row.</summary>
    private sealed record Array(float[] Values, int[] Shape)
    {
        internal static Array Of(Variable v) => new(v.numpy().ToArray<float>(), [.. v.shape.ToLongs().Select(d => (int)d)]);

        /// <summary>Makes an array of a shape from what stands at each place.</summary>
        internal static Array Make(int[] shape, Func<int[], float> at)
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            var place = new int[shape.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = at(place);
                for (var axis = shape.Length - 1; axis >= 0 && ++place[axis] == shape[axis]; axis--) place[axis] = 0;
            }
            return new(values, shape);
        }

        internal float this[params int[] place]
        {
            get
            {
                var at = 0;
                for (var i = 0; i < Shape.Length; i++) at = at * Shape[i] + place[i];
                return Values[at];
            }
        }

        /// <summary>The array whose axis i is this one's axis <c>axes[i]</c>.</summary>
        internal Array Axes(params int[] axes) => Make([.. axes.Select(a => Shape[a])], place =>
        {
            var mine = new int[axes.Length];
            for (var i = 0; i < axes.Length; i++) mine[axes[i]] = place[i];
            return this[mine];
        });

        /// <summary>All axes but the last two from the end to the start.</summary>
        internal Array Turned() => Make(Shape, place => this[[.. place.Select((p, i) => i < Shape.Length - 2 ? Shape[i] - 1 - p : p)]]);

        /// <summary>One of equal parts of the last axis.</summary>
        internal Array Part(int part, int parts) => Make([.. Shape[..^1], Shape[^1] / parts], place => this[[.. place[..^1], part * (Shape[^1] / parts) + place[^1]]]);

        internal Array Reshaped(params int[] shape) => new(Values, shape);

        internal static Array Joined(IEnumerable<Array> parts)
        {
            var all = parts.ToArray();
            var width = all[0].Shape[^1];
            return Make([.. all[0].Shape[..^1], width * all.Length], place => all[place[^1] / width][[.. place[..^1], place[^1] % width]]);
        }
    }

    // ------------------------------------------------------------------ what old files hold

    /// <summary>Keras 1: three arrays a gate, the gates in the order i, c, f, o.</summary>
    private static IEnumerable<Array> TwelveArrays(Array[] w) => new[] { 0, 2, 1, 3 }.SelectMany(gate => w.Select(a => a.Part(gate, 4)));

    private static IEnumerable<Array> NineArrays(Array[] w) => Enumerable.Range(0, 3).SelectMany(gate => w.Select(a => a.Part(gate, 3)));

    /// <summary>The layers for CUDA keep an input kernel as a row of numbers that runs down the columns, a recurrent one transposed, and two biases that are added.</summary>
    private static IEnumerable<Array> Cuda(Array[] w, int gates)
    {
        yield return Array.Joined(Enumerable.Range(0, gates).Select(g => w[0].Part(g, gates)).Select(k => Array.Make(k.Shape, p =>
        {
            var (rows, at) = (k.Shape[0], p[0] * k.Shape[1] + p[1]);
            return k[at % rows, at / rows];
        })));
        yield return Array.Joined(Enumerable.Range(0, gates).Select(g => w[1].Part(g, gates).Axes(1, 0)));
        if (gates == 3) yield return w[2].Reshaped(w[2].Values.Length);
        else yield return new Array([.. w[2].Values.Select(v => v - 2), .. w[2].Values.Select(_ => 2f)], [2 * w[2].Values.Length]);
    }

    private static IEnumerable<Array> CudaBoth(Array[] w, int gates) => Cuda(w[..3], gates).Concat(Cuda(w[3..], gates));

    private static IEnumerable<Array> FirstKernel(Array[] w, Func<Array, Array> change) => [change(w[0]), .. w[1..]];

    // ------------------------------------------------------------------ the cases

    /// <summary>A layer, the shape of its inputs, what wrote the file, and its weights there.</summary>
    private sealed record Case(Func<Layer> Layer, int[] Input, string? Version, string? Backend, Func<Array[], IEnumerable<Array>> Old);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        // The layers for CUDA.
        ["CuDNNLSTM"] = new(() => layers.LSTM(5), [4, 3], "2.2.4", "tensorflow", w => Cuda(w, 4)),
        ["CuDNNLSTM square"] = new(() => layers.LSTM(3), [4, 3], "2.1.6-tf", "tensorflow", w => Cuda(w, 4)),
        ["CuDNNGRU"] = new(() => layers.GRU(5), [4, 3], "2.2.4", "tensorflow", w => Cuda(w, 3)),
        ["Bidirectional CuDNNLSTM"] = new(() => layers.Bidirectional(layers.LSTM(5)), [4, 3], "2.2.4", "tensorflow", w => CudaBoth(w, 4)),
        ["Bidirectional CuDNNGRU"] = new(() => layers.Bidirectional(layers.GRU(5)), [4, 3], "2.2.4", "tensorflow", w => CudaBoth(w, 3)),
        ["TimeDistributed CuDNNLSTM"] = new(() => layers.TimeDistributed(layers.LSTM(5)), [2, 4, 3], "2.2.4", "tensorflow", w => Cuda(w, 4)),
        ["model of CuDNNLSTM"] = new(() => keras.Sequential([layers.Input((4, 3)), layers.Dense(6), layers.LSTM(5), layers.Dense(2)]), [4, 3], "2.2.4", "tensorflow", w => [w[0], w[1], .. Cuda(w[2..5], 4), w[5], w[6]]),
        ["model of Bidirectional CuDNNGRU"] = new(() => keras.Sequential([layers.Input((4, 3)), layers.BatchNormalization(), layers.Bidirectional(layers.GRU(5))]), [4, 3], "2.2.4", "tensorflow", w => [w[0], w[1], .. CudaBoth(w[2..8], 3), w[8], w[9]]),

        // Keras 1.
        ["LSTM of Keras 1"] = new(() => layers.LSTM(5), [4, 3], null, null, TwelveArrays),
        ["GRU of Keras 1"] = new(() => layers.GRU(5, reset_after: false), [4, 3], "1.2.2", null, NineArrays),
        ["Bidirectional LSTM of Keras 1"] = new(() => layers.Bidirectional(layers.LSTM(5)), [4, 3], "1.2.2", null, w => [.. TwelveArrays(w[..3]), .. TwelveArrays(w[3..])]),
        ["TimeDistributed LSTM of Keras 1"] = new(() => layers.TimeDistributed(layers.LSTM(5)), [2, 4, 3], null, null, TwelveArrays),
        ["model of LSTM of Keras 1"] = new(() => keras.Sequential([layers.Input((4, 3)), layers.Dense(6), layers.LSTM(5), layers.Dense(2)]), [4, 3], null, null, w => [w[0], w[1], .. TwelveArrays(w[2..5]), w[5], w[6]]),
        ["ConvLSTM2D of Keras 1"] = new(() => layers.ConvLSTM2D(4, 3), [2, 6, 6, 3], null, null, TwelveArrays),
        ["ConvLSTM2D of Keras 1, channels first"] = new(() => layers.ConvLSTM2D(3, 3, data_format: "channels_first"), [2, 3, 6, 6], null, null, w => TwelveArrays(w).Select(a => a.Shape.Length == 4 ? a.Axes(3, 2, 0, 1) : a)),
        ["Conv1D of Keras 1.2"] = new(() => layers.Conv1D(5, 3), [8, 4], null, null, w => FirstKernel(w, k => k.Reshaped(3, 1, 4, 5))),
        ["Conv1D of Keras 1.1"] = new(() => layers.Conv1D(5, 3), [8, 4], null, null, w => FirstKernel(w, k => k.Reshaped(3, 1, 4, 5).Axes(3, 2, 0, 1))),
        ["Conv2D of Keras 1"] = new(() => layers.Conv2D(3, 3), [6, 6, 3], "1.2.2", null, w => w),
        ["Conv2D of Keras 1, channels first"] = new(() => layers.Conv2D(3, 3, data_format: "channels_first"), [3, 6, 6], "1.2.2", null, w => FirstKernel(w, k => k.Axes(3, 2, 0, 1))),
        ["Conv2D of Keras 1, dilated"] = new(() => layers.Conv2D(2, 3, dilation_rate: 2, data_format: "channels_first"), [3, 9, 9], null, null, w => FirstKernel(w, k => k.Axes(3, 2, 0, 1))),
        ["Conv2DTranspose of Keras 1"] = new(() => layers.Conv2DTranspose(3, 3), [6, 6, 3], null, null, w => FirstKernel(w, k => k.Axes(0, 1, 3, 2))),
        ["Conv2DTranspose of Keras 1, channels first"] = new(() => layers.Conv2DTranspose(3, 3, data_format: "channels_first"), [3, 6, 6], null, null, w => FirstKernel(w, k => k.Axes(2, 3, 0, 1))),
        ["Conv3D of Keras 1, channels first"] = new(() => layers.Conv3D(3, 3, data_format: "channels_first"), [3, 5, 5, 5], null, null, w => FirstKernel(w, k => k.Axes(4, 3, 0, 1, 2))),
        ["SeparableConv2D of Keras 1, channels first"] = new(() => layers.SeparableConv2D(3, 3, data_format: "channels_first", depth_multiplier: 3), [3, 6, 6], null, null, w => [w[0].Axes(3, 2, 0, 1), w[1].Axes(3, 2, 0, 1), w[2]]),
        ["model of Conv2D of Keras 1, channels first"] = new(() => keras.Sequential([layers.Input((3, 6, 6)), layers.Conv2D(3, 3, data_format: "channels_first"), layers.Flatten(), layers.Dense(2)]), [3, 6, 6], null, null, w => FirstKernel(w, k => k.Axes(3, 2, 0, 1))),

        // Theano convolves where the others correlate.
        ["Conv1D of Theano"] = new(() => layers.Conv1D(5, 3), [8, 4], "2.2.4", "theano", w => FirstKernel(w, k => k.Turned())),
        ["Conv2D of Theano"] = new(() => layers.Conv2D(5, (3, 2)), [6, 6, 3], "2.0.8", "theano", w => FirstKernel(w, k => k.Turned())),
        ["Conv2D of Theano, channels first"] = new(() => layers.Conv2D(3, 3, data_format: "channels_first"), [3, 6, 6], "2.1.2", "theano", w => FirstKernel(w, k => k.Turned())),
        ["Conv3D of Theano"] = new(() => layers.Conv3D(2, 3), [5, 5, 5, 3], "2.2.4", "theano", w => FirstKernel(w, k => k.Turned())),
        ["Conv2DTranspose of Theano"] = new(() => layers.Conv2DTranspose(5, 3, strides: 2), [4, 4, 3], "2.2.4", "theano", w => FirstKernel(w, k => k.Turned())),
        ["ConvLSTM2D of Theano"] = new(() => layers.ConvLSTM2D(4, 3), [2, 6, 6, 3], "2.2.4", "theano", w => [w[0].Turned(), w[1].Turned(), w[2]]),
        // These it turned itself.
        ["SeparableConv2D of Theano"] = new(() => layers.SeparableConv2D(4, 3), [6, 6, 3], "2.2.4", "theano", w => w),
        ["DepthwiseConv2D of Theano"] = new(() => layers.DepthwiseConv2D(3), [6, 6, 3], "2.2.4", "theano", w => w),
        ["TimeDistributed Conv2D of Theano"] = new(() => layers.TimeDistributed(layers.Conv2D(4, 3)), [2, 6, 6, 3], "2.2.4", "theano", w => FirstKernel(w, k => k.Turned())),
        ["model of Conv2D of Theano"] = new(() => keras.Sequential([layers.Input((6, 6, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Conv2D(2, 3)]), [6, 6, 3], "2.2.4", "theano",
            w => [w[0].Turned(), w[1], w[2], w[3], w[4].Turned(), w[5], w[6], w[7]]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheWeightsAreTheKnownOnesAgain(string name)
    {
        // 1. A model with known weights, and the file that an old Keras would have written of it.
        var of = s_cases[name];
        var known = Model(of, 1);
        Array[] weights = [.. known.trainable_weights.Concat(known.non_trainable_weights).Select(Array.Of)];
        using var folder = new TempFolder();
        var path = folder["old.h5"];
        Write(path, of, [.. of.Old(weights)]);

        // 2. Loaded into a model with others.
        var loaded = Model(of, 2);
        loaded.load_weights(path);
        foreach (var (expected, actual) in known.weights.Zip(loaded.weights))
            Assert.All(expected.numpy().ToArray<float>().Zip(actual.numpy().ToArray<float>()), p => Assert.Equal(p.First, p.Second, 1e-6));
        var x = np.random.RandomState(3).uniform(-1, 1, new Shape([2, .. of.Input])).astype(NPTypeCode.Single);
        Assert.All(known.predict(x, verbose: 0).ToArray<float>().Zip(loaded.predict(x, verbose: 0).ToArray<float>()), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    private static Model Model(Case of, int seed)
    {
        keras.utils.set_random_seed(seed);
        var model = keras.Sequential([layers.Input(new TensorShape([.. of.Input.Select(d => (int?)d)])), of.Layer()]);
        // No weight is left where its initializer put all of them alike.
        foreach (var variable in model.weights) variable.assign(keras.random.uniform(variable.shape, 0.1, 0.9));
        return model;
    }

    private static void Write(string path, Case of, Array[] weights)
    {
        var root = new H5GroupNode();
        root.Attributes.AddNames("layer_names", ["layer"]);
        if (of.Version is not null) root.Attributes.Add(H5Attribute.String("keras_version", of.Version, utf8: false));
        if (of.Backend is not null) root.Attributes.Add(H5Attribute.String("backend", of.Backend, utf8: false));
        var group = root.Group("layer");
        group.Attributes.AddNames("weight_names", [.. weights.Select((_, i) => $"w{i}")]);
        for (var i = 0; i < weights.Length; i++)
            group.Add($"w{i}", H5DatasetNode.FromMemory(H5DType.Float32, weights[i].Shape.Select(d => (long)d), System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights[i].Values.AsSpan()).ToArray()));
        Hdf5Writer.Write(path, root);
    }
}
