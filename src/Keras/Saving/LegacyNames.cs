using System.Collections;
using System.Globalization;

namespace Keras.Saving;

/// <summary>Class and argument names of Keras 1 and 2 in saved files, and what they are called now.</summary>
internal static class LegacyNames
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Model"] = "Functional",
        ["Adam>legacy"] = "Adam",
        ["CuDNNLSTM"] = "LSTM",
        ["CuDNNGRU"] = "GRU",
        ["BatchNormalizationV1"] = "BatchNormalization",
        ["BatchNormalizationV2"] = "BatchNormalization",
        ["SyncBatchNormalization"] = "BatchNormalization",
    };

    internal static IEnumerable<string> Candidates(string className)
    {
        yield return className;
        var plain = className.Split('>')[^1];
        if (plain != className) yield return plain;
        if (Renamed.TryGetValue(plain, out var now)) yield return now;
        if (plain.EndsWith("V2", StringComparison.Ordinal) || plain.EndsWith("V1", StringComparison.Ordinal)) yield return plain[..^2];
    }

    /// <summary>Brings a configuration of Keras 2 to the arguments that the class has now.</summary>
    internal static Config Modernize(Type type, Config config, string? className = null)
    {
        var names = ConfigReflection.Constructor(type).GetParameters().Select(p => p.Name!).ToHashSet();
        var modern = new Config(config);
        // tf.keras wrote the axis of BatchNormalization as a list.
        if (names.Contains("axis") && modern.Get("axis") is IList { Count: 1 } axes and not Config && ConfigReflection.Constructor(type).GetParameters().First(p => p.Name == "axis").ParameterType == typeof(int)) modern["axis"] = axes[0];
        if (names.Contains("learning_rate")) DecayToSchedule(KerasRegistry.ClassName(type), modern);
        // Before Keras 2.3 there was one kind of GRU; the kind for CUDA was the other one.
        if (names.Contains("reset_after") && !modern.ContainsKey("reset_after") && Legacy.LegacyFile.Major < 3) modern["reset_after"] = className == "CuDNNGRU";
        foreach (var key in modern.Keys.ToArray())
        {
            if (names.Contains(key)) continue;
            var value = modern.Pop(key);
            switch (key)
            {
                case "batch_input_shape" when names.Contains("batch_shape"):
                    modern["batch_shape"] = value;
                    break;
                case "batch_input_shape" when names.Contains("input_shape") && value is IList { Count: > 0 } dims:
                    modern["input_shape"] = dims.Cast<object?>().Skip(1).ToList();
                    break;
                case "lr" when names.Contains("learning_rate"):
                    modern["learning_rate"] = value;
                    break;
                case "alpha" when names.Contains("negative_slope"):
                    modern["negative_slope"] = value;
                    break;
                case "batch_input_shape" or "time_major" or "implementation" or "input_length" or "sparse" or "ragged" or "groups" or "autocast"
                    or "experimental_autocast" or "schedule_decay" or "renorm" or "virtual_batch_size" or "fused" or "decay" or "is_legacy_optimizer" or "jit_compile"
                    or "keras_api_names" or "return_runtime" or "reset_after" or "quantization_config":
                    break;
                // Keras 2 wrote the dtype of initializers, which get it with each call.
                case "dtype" when typeof(Initializer).IsAssignableFrom(type):
                    break;
                case "name" or "trainable" or "dtype" or "reduction" when KerasRegistry.ModuleName(type) is null:
                    // Written by the base class of a class of the user, whose constructor need not take them.
                    break;
                // Layers of Keras 1 and 2 also wrote arguments of their base classes, which they did not use.
                case var _ when Legacy.LegacyFile.Major < 3 && typeof(Layer).IsAssignableFrom(type) && KerasRegistry.ModuleName(type) is not null:
                    break;
                default:
                    // Left in place: the constructor reports it by name.
                    modern[key] = value;
                    break;
            }
        }
        return modern;
    }

    /// <summary>Optimizers of Keras 1 and 2 lowered their learning rate themselves: the schedule that does the same takes the argument's place.</summary>
    private static void DecayToSchedule(string className, Config optimizer)
    {
        // Nadam's decay was that of its momentum.
        var decay = optimizer.Pop("decay");
        if (className == "Nadam" || decay is not (int or long or double)) return;
        var rate = optimizer.Get("learning_rate") ?? optimizer.Get("lr");
        if (Convert.ToDouble(decay, CultureInfo.InvariantCulture) is not > 0 || rate is not (int or long or double)) return;
        optimizer.Remove("lr");
        optimizer["learning_rate"] = new Config
        {
            ["module"] = "keras.optimizers.schedules",
            ["class_name"] = "InverseTimeDecay",
            ["config"] = new Config { ["initial_learning_rate"] = rate, ["decay_steps"] = 1, ["decay_rate"] = decay },
            ["registered_name"] = null,
        };
    }
}
