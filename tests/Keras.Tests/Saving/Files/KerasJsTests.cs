using System.Text.Json.Nodes;
using Keras.Saving;
using Keras.Tests.Testing;

namespace Keras.Tests.Saving.Files;

/// <summary>
/// What layers of Keras 2 computed of given weights. The cases do not name the layer's arguments, so each case has to be met by one choice
/// of the arguments that its layer has.
/// </summary>
public class KerasJsTests
{
    private const double Tolerance = 1e-4;

    // Keras 2 meant this by hard_sigmoid.
    private static readonly Dictionary<string, object> s_functions = new() { ["keras_2_hard_sigmoid"] = (Func<Tensor, Tensor>)(x => Ops.clip(x * 0.2 + 0.5, 0.0, 1.0)) };

    private static readonly object?[] s_activations = ["linear", "relu", "tanh", "sigmoid", "keras_2_hard_sigmoid", "softmax", "softplus", "softsign", "elu", "selu"];
    private static readonly object?[] s_formats = ["channels_last", "channels_first"];
    private static readonly object?[] s_paddings = ["valid", "same"];
    private static readonly object?[] s_yes = [false, true];

    [Theory]
    [InlineData("core", "Dense")]
    [InlineData("convolutional", "Conv1D")]
    [InlineData("convolutional", "Conv2D")]
    [InlineData("convolutional", "Conv3D")]
    [InlineData("convolutional", "SeparableConv2D")]
    [InlineData("convolutional", "Conv2DTranspose")]
    [InlineData("pooling", "MaxPooling1D")]
    [InlineData("pooling", "MaxPooling2D")]
    [InlineData("pooling", "MaxPooling3D")]
    [InlineData("pooling", "AveragePooling1D")]
    [InlineData("pooling", "AveragePooling2D")]
    [InlineData("pooling", "AveragePooling3D")]
    [InlineData("pooling", "GlobalMaxPooling1D")]
    [InlineData("pooling", "GlobalMaxPooling2D")]
    [InlineData("pooling", "GlobalMaxPooling3D")]
    [InlineData("pooling", "GlobalAveragePooling1D")]
    [InlineData("pooling", "GlobalAveragePooling2D")]
    [InlineData("pooling", "GlobalAveragePooling3D")]
    [InlineData("recurrent", "LSTM")]
    [InlineData("recurrent", "GRU")]
    [InlineData("recurrent", "SimpleRNN")]
    public void EveryCaseIsWhatSomeArgumentsGive(string group, string layer)
    {
        if (KerasRegistry.FindClass("keras.layers", layer) is null) Assert.Skip($"There is no layer {layer} yet.");
        var path = SharedData.Model("keras-js", "test", "data", "layers", group, layer + ".json");
        var faults = new List<string>();
        var cases = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var (name, data) in cases)
            if (!Choices(layer, data!.AsObject()).Any(c => Fits(layer, c, data!.AsObject()))) faults.Add(name);
        Assert.True(faults.Count == 0, $"{faults.Count} of {cases.Count} cases are met by no arguments: {string.Join(", ", faults)}");
    }

    private static IEnumerable<Config> Choices(string layer, JsonObject data)
    {
        var weights = data["weights"]?.AsArray().Select(Shape).ToArray() ?? [];
        var rank = Shape(data["input"]!).Length;
        object?[] sizes = [1, 2, 3];
        return layer switch
        {
            "Dense" => Product(("units", [weights[0][^1]]), ("use_bias", [weights.Length > 1]), ("activation", s_activations)),
            // Dilations go further than strides.
            "Conv2D" when Shape(data["expected"]!)[0] == 8 => Product(("filters", [weights[0][^1]]), ("kernel_size", [Size(weights[0][..^2])]), ("padding", s_paddings),
                ("dilation_rate", [.. Enumerable.Range(1, 6).SelectMany(a => Enumerable.Range(1, 6).Select(b => Size([a, b])))]), ("activation", s_activations)),
            "Conv1D" or "Conv2D" or "Conv3D" => Product(("filters", [weights[0][^1]]), ("kernel_size", [Size(weights[0][..^2])]), ("use_bias", [weights.Length > 1]), ("strides", Spread(sizes, rank - 1)),
                ("padding", layer == "Conv1D" ? [.. s_paddings, "causal"] : s_paddings), ("data_format", s_formats), ("dilation_rate", Spread(sizes, rank - 1)), ("activation", s_activations)).Where(Possible),
            "SeparableConv2D" => Product(("filters", [weights[1][^1]]), ("kernel_size", [Size(weights[0][..^2])]), ("depth_multiplier", [weights[0][^1]]), ("use_bias", [weights.Length > 2]),
                ("strides", sizes), ("padding", s_paddings), ("data_format", s_formats), ("activation", s_activations)),
            "Conv2DTranspose" => Product(("filters", [weights[0][^2]]), ("kernel_size", [Size(weights[0][..^2])]), ("use_bias", [weights.Length > 1]), ("strides", sizes),
                ("padding", s_paddings), ("data_format", s_formats), ("activation", s_activations)),
            _ when layer.StartsWith("Global", StringComparison.Ordinal) => Product(("data_format", s_formats)),
            _ when layer.EndsWith("1D", StringComparison.Ordinal) => Product(("pool_size", sizes), ("strides", [null, .. sizes]), ("padding", s_paddings), ("data_format", s_formats)),
            _ when layer.Contains("Pooling", StringComparison.Ordinal) => Product(("pool_size", [.. sizes, .. Uneven(rank - 1)]), ("strides", [null, .. sizes, .. Uneven(rank - 1)]), ("padding", s_paddings), ("data_format", s_formats)),
            _ => Product(("units", [weights[1][0]]), ("activation", s_activations), ("recurrent_activation", layer == "SimpleRNN" ? [null] : ["keras_2_hard_sigmoid", "sigmoid"]), ("use_bias", [weights.Length > 2]),
                ("return_sequences", [Shape(data["expected"]!).Length > 1]), ("go_backwards", s_yes), ("stateful", s_yes), ("reset_after", layer == "GRU" ? [false] : [null])),
        };
    }

    /// <summary>No layer has both strides and dilation.</summary>
    private static bool Possible(Config c) => c["strides"] is 1 || c["dilation_rate"] is 1;

    private static object?[] Spread(object?[] sizes, int rank) => rank == 1 ? sizes : [.. sizes, .. Uneven(rank)];

    private static object?[] Uneven(int rank)
    {
        int[] sizes = [1, 2, 3];
        return rank == 2 ? [.. sizes.SelectMany(a => sizes.Select(b => Size([a, b])))] : [.. sizes.SelectMany(a => sizes.SelectMany(b => sizes.Select(c => Size([a, b, c]))))];
    }

    private static List<object?> Size(int[] size) => [.. size.Select(s => (object?)s)];

    private static IEnumerable<Config> Product(params (string Key, object?[] Values)[] options)
    {
        IEnumerable<Config> all = [new Config()];
        foreach (var (key, values) in options)
            all = all.SelectMany(c => values, (c, value) =>
            {
                var next = new Config(c);
                if (value is not null) next[key] = value;
                return next;
            });
        return all;
    }

    private static bool Fits(string layer, Config config, JsonObject data)
    {
        try
        {
            var made = (Layer)Serialization.deserialize_keras_object(new Config { ["module"] = "keras.layers", ["class_name"] = layer, ["config"] = config, ["registered_name"] = null }, s_functions)!;
            var x = Ops.expand_dims(Array(data["input"]!), 0);
            var want = Array(data["expected"]!);
            made.EnsureBuilt([x.shape]);
            var weights = data["weights"]?.AsArray().Select(w => Array(w!)).ToArray() ?? [];
            if (weights.Length != made.weights.Count || weights.Zip(made.weights).Any(p => p.First.shape != p.Second.shape)) return false;
            for (var i = 0; i < weights.Length; i++) made.weights[i].assign(weights[i]);
            // How often a layer that keeps its states was called is not said either.
            for (var calls = config.Get("stateful") is true ? 4 : 1; calls > 0; calls--)
            {
                var got = Ops.squeeze(made.Apply(x), 0);
                if (got.shape == want.shape && Ops.max(Ops.absolute(Ops.subtract(got, want))).item<double>() <= Tolerance) return true;
            }
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static int[] Shape(JsonNode? node) => [.. node!["shape"]!.AsArray().Select(n => n!.GetValue<int>())];

    private static Tensor Array(JsonNode node) =>
        Ops.reshape((Tensor)node["data"]!.AsArray().Select(n => n!.GetValue<float>()).ToArray(), new TensorShape([.. Shape(node).Select(d => (int?)d)]));
}
