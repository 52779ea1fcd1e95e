namespace Keras.Saving.Legacy;

/// <summary>Layers as Keras 1 described them, and layers that Keras 3 no longer has, in the words of today.</summary>
internal static class Keras1
{
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["Convolution1D"] = "Conv1D",
        ["Convolution2D"] = "Conv2D",
        ["Convolution3D"] = "Conv3D",
        ["AtrousConvolution1D"] = "Conv1D",
        ["AtrousConvolution2D"] = "Conv2D",
        ["Deconvolution2D"] = "Conv2DTranspose",
        ["Deconvolution3D"] = "Conv3DTranspose",
        ["SeparableConvolution2D"] = "SeparableConv2D",
        ["AtrousConv2D"] = "Conv2D",
        ["AtrousConv1D"] = "Conv1D",
    };

    private static readonly Dictionary<string, string> Merges = new(StringComparer.Ordinal)
    {
        ["sum"] = "Add",
        ["mul"] = "Multiply",
        ["concat"] = "Concatenate",
        ["ave"] = "Average",
        ["max"] = "Maximum",
        ["dot"] = "Dot",
        ["cos"] = "Dot",
    };

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["output_dim"] = "units",
        ["init"] = "kernel_initializer",
        ["inner_init"] = "recurrent_initializer",
        ["W_regularizer"] = "kernel_regularizer",
        ["U_regularizer"] = "recurrent_regularizer",
        ["b_regularizer"] = "bias_regularizer",
        ["W_constraint"] = "kernel_constraint",
        ["U_constraint"] = "recurrent_constraint",
        ["b_constraint"] = "bias_constraint",
        ["bias"] = "use_bias",
        ["border_mode"] = "padding",
        ["subsample"] = "strides",
        ["subsample_length"] = "strides",
        ["stride"] = "strides",
        ["dim_ordering"] = "data_format",
        ["p"] = "rate",
        ["sigma"] = "stddev",
        ["inner_activation"] = "recurrent_activation",
        ["dropout_W"] = "dropout",
        ["dropout_U"] = "recurrent_dropout",
        ["nb_filter"] = "filters",
        ["filter_length"] = "kernel_size",
        ["pool_length"] = "pool_size",
        ["atrous_rate"] = "dilation_rate",
        ["gamma_init"] = "gamma_initializer",
        ["beta_init"] = "beta_initializer",
        ["input_dtype"] = "dtype",
        ["length"] = "size",
        ["depthwise_init"] = "depthwise_initializer",
        ["pointwise_init"] = "pointwise_initializer",
    };

    private static readonly Dictionary<string, string> Initializers = new(StringComparer.Ordinal)
    {
        ["normal"] = "random_normal",
        ["uniform"] = "random_uniform",
        ["zero"] = "zeros",
        ["one"] = "ones",
    };

    /// <summary>Layers that no later Keras has, and what they computed.</summary>
    private static readonly Dictionary<string, string> Removed = new(StringComparer.Ordinal)
    {
        ["Highway"] = "gate * activation(x W + b) + (1 - gate) * x, where gate = sigmoid(x W_carry + b_carry)",
        ["MaxoutDense"] = "the maximum over nb_feature outputs x W + b",
        ["SReLU"] = "a ReLU of three linear pieces whose four borders and slopes are learned",
        ["ParametricSoftplus"] = "alpha * log(1 + exp(beta * x)), with alpha and beta learned",
        ["LambdaMerge"] = "a function of the inputs that was Python code",
    };

    /// <summary>What has no meaning any more.</summary>
    private static readonly string[] Dropped = ["consume_less", "mode_type", "output_mask", "output_mask_type", "output_shape_type", "arguments", "create_input_layer"];

    /// <summary>The class name and configuration of today.</summary>
    internal static (string ClassName, Config Config) Upgrade(string className, Config old)
    {
        // 1. Classes that became others, or nothing.
        switch (className)
        {
            case "Merge" when old.Get("layers") is List<object?> { Count: > 0 } branches:
                throw new ArgumentException($"The layer '{old.Get("name")}' is a Merge of {branches.Count} models at the start of a Sequential model, which only Keras 1 had. " +
                    "Write the model again with layers.Input for each of them and layers.add, layers.multiply, layers.concatenate or the like in place of the Merge, and load the weights of this file with load_weights.");
            case "Merge" when !(old.Get("mode") is string known && Merges.ContainsKey(known)):
                throw new ArgumentException($"The layer '{old.Get("name")}' is a Merge of the mode '{old.Get("mode")}', which cannot be read: expected one of {string.Join(", ", Merges.Keys)}. Functions of Python are never run. " +
                    "Pass custom_objects: new() { [\"Merge\"] = typeof(YourLayer) } with a layer that computes the same.");
            case var removed when Removed.TryGetValue(removed, out var formula):
                throw new ArgumentException($"The layer '{old.Get("name")}' is of the class {removed}, which Keras removed after version 1. It computes {formula}. " +
                    $"Write it as a layer of yours that takes the same weights in the same order, and pass custom_objects: new() {{ [\"{removed}\"] = typeof(Your{removed}) }}.");
            case "Merge" when old.Get("mode") is string mode && Merges.TryGetValue(mode, out var merge):
                var merged = new Config { ["name"] = old.Get("name") };
                if (merge == "Concatenate") merged["axis"] = old.Get("concat_axis") ?? -1;
                if (merge == "Dot") merged["axes"] = old.Get("dot_axes") ?? -1;
                if (mode == "cos") merged["normalize"] = true;
                return (merge, merged);
            case "TimeDistributedDense":
                var (inner, dense) = Upgrade("Dense", old);
                var name = dense.Pop("name");
                var wrapper = new Config { ["name"] = name, ["layer"] = new Config { ["class_name"] = inner, ["config"] = dense } };
                if (dense.Pop("batch_input_shape") is { } shape) wrapper["batch_input_shape"] = shape;
                dense.Remove("input_dim");
                return ("TimeDistributed", wrapper);
            // Porting note: Keras 3 has no ThresholdedReLU; ReLU with a threshold differs from it at the threshold alone.
            case "ThresholdedReLU":
                var relu = new Config(old);
                relu["threshold"] = relu.Pop("theta");
                return ("ReLU", relu);
            // A layer that goes backwards was wrapped together with one that goes forwards.
            case "Bidirectional" when old.Get("backward_layer") is null && old.Get("layer") is Config wrapped && wrapped.Get("config") is Config forward && forward.Get("go_backwards") is true:
                var both = new Config(old);
                both["backward_layer"] = new Config(wrapped) { ["config"] = new Config(forward) { ["go_backwards"] = false, ["name"] = "backward_" + forward.Get("name") } };
                return (className, both);
            case "Input":
                return ("InputLayer", old);
        }
        var current = Classes.GetValueOrDefault(className, className);

        // 2. Arguments that became others.
        var config = new Config();
        foreach (var (key, value) in old)
        {
            if (Dropped.Contains(key)) continue;
            var name = Keys.GetValueOrDefault(key, key);
            if (current == "Embedding")
                name = key switch { "output_dim" => key, "init" => "embeddings_initializer", "W_regularizer" => "embeddings_regularizer", "W_constraint" => "embeddings_constraint", _ => name };
            switch (key)
            {
                case "length" when !current.StartsWith("UpSampling", StringComparison.Ordinal):
                case "stride" when !current.Contains("Pooling", StringComparison.Ordinal):
                case "p" when old.ContainsKey("rate"):
                    config[key] = value;
                    break;
                case "nb_row":
                    config["kernel_size"] = new List<object?> { value, old.Get("nb_col") };
                    break;
                case "kernel_dim1":
                    config["kernel_size"] = new List<object?> { value, old.Get("kernel_dim2"), old.Get("kernel_dim3") };
                    break;
                case "nb_col" or "kernel_dim2" or "kernel_dim3":
                    break;
                case "forget_bias_init":
                    config["unit_forget_bias"] = value is "one" or "ones";
                    break;
                case "dim_ordering":
                    if (value is "th" or "tf") config[name] = value is "th" ? "channels_first" : "channels_last";
                    break;
                case "mode" when current == "BatchNormalization":
                case "dropout" when current == "Embedding":
                case "input_dtype" when current != "InputLayer":
                case "output_shape" when current.EndsWith("Transpose", StringComparison.Ordinal):
                    break;
                case "input_length" or "input_dim" when current != "Embedding" && (old.ContainsKey("batch_input_shape") || value is null):
                    break;
                case "input_dim" when current is "LSTM" or "GRU" or "SimpleRNN" or "Conv1D":
                    config["batch_input_shape"] = new List<object?> { null, old.Get("input_length"), value };
                    break;
                default:
                    config[name] = Value(name, value);
                    break;
            }
        }
        return (current, config);
    }

    private static object? Value(string key, object? value) => value switch
    {
        string initializer when key.EndsWith("_initializer", StringComparison.Ordinal) => Initializers.GetValueOrDefault(initializer, initializer),
        Config regularizer when key.EndsWith("_regularizer", StringComparison.Ordinal) && !regularizer.ContainsKey("class_name") => regularizer.ContainsKey("l1") || regularizer.ContainsKey("l2")
            ? new Config { ["class_name"] = "L1L2", ["config"] = new Config { ["l1"] = regularizer.Get("l1") ?? 0.0, ["l2"] = regularizer.Get("l2") ?? 0.0 } } : null,
        Config constraint when key.EndsWith("_constraint", StringComparison.Ordinal) && !constraint.ContainsKey("class_name") => Constraint(constraint),
        _ => value,
    };

    private static Config? Constraint(Config old)
    {
        var inner = new Config(old);
        var name = inner.Pop("name") as string;
        if (inner.ContainsKey("m")) inner["max_value"] = inner.Pop("m");
        var known = name?.ToLowerInvariant() switch { "maxnorm" => "MaxNorm", "nonneg" => "NonNeg", "unitnorm" => "UnitNorm", _ => null };
        return known is null ? null : new Config { ["class_name"] = known, ["config"] = inner };
    }

    /// <summary>Whether a layer is described in the way of files without modules.</summary>
    internal static bool Applies(Config serialized, Type wanted) =>
        !serialized.ContainsKey("module") && typeof(Layer).IsAssignableFrom(wanted) && serialized.Get("config") is Config;
}
