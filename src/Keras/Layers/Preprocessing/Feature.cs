using Keras.Layers;
using Keras.Saving;

namespace Keras;

/// <summary>How a FeatureSpace treats one feature: its dtype, the layer that prepares it, and the form in which it comes out.</summary>
/// <remarks>Made by <c>FeatureSpace.feature</c>, <c>FeatureSpace.float_normalized</c> and the like, or of a name such as <c>"float_normalized"</c>.</remarks>
public sealed class Feature : IHasConfig
{
    private const string Module = "keras.src.layers.preprocessing.feature_space";

    internal Feature(string dtype, Layer preprocessor, string output_mode)
    {
        if (output_mode is not ("int" or "one_hot" or "float"))
            throw new ArgumentException($"Invalid value for argument `output_mode`. Expected one of {{'int', 'one_hot', 'float'}}. Received: output_mode={output_mode}");
        this.dtype = dtype;
        Layer = preprocessor;
        this.output_mode = output_mode;
    }

    private Feature(string kind) => (Kind, dtype, output_mode) = (kind, "", "");

    private Layer? Layer { get; }

    /// <summary>The name of a usual treatment, which a FeatureSpace knows; <see langword="null"/> for one of its own.</summary>
    internal string? Kind { get; }

    /// <summary>Element type of the input.</summary>
    public string dtype { get; }

    /// <summary>The layer that prepares the input.</summary>
    public Layer preprocessor => Layer ?? throw new InvalidOperationException($"The feature '{Kind}' has no layer before a FeatureSpace is made of it.");

    /// <summary><c>int</c>, <c>one_hot</c> or <c>float</c>.</summary>
    public string output_mode { get; }

    /// <inheritdoc/>
    public Config get_config() => new()
    {
        ["dtype"] = dtype,
        ["preprocessor"] = Serialization.ObjectToConfig(preprocessor),
        ["output_mode"] = output_mode,
    };

    /// <summary>The feature in the form that files hold.</summary>
    internal Config Serialize() => Wrap(nameof(Feature), get_config());

    internal static Config Wrap(string name, Config config) => new() { ["module"] = Module, ["class_name"] = name, ["config"] = config, ["registered_name"] = name };

    internal static Feature FromConfig(object? value)
    {
        if (value is string kind) return kind;
        var config = (value as Config)?.Get("config") as Config ?? throw new ArgumentException("A feature in a configuration is neither a name nor an object.");
        var layer = config.Get("preprocessor") as Config ?? throw new ArgumentException("A feature in a configuration has no preprocessor.");
        // Keras's own identity for datasets is the same as the public one.
        if (layer.Get("class_name") is "TFDIdentity") layer = new Config(layer) { ["module"] = "keras.layers", ["class_name"] = "Identity", ["registered_name"] = null };
        return new Feature(config.Get("dtype") as string ?? "float32", (Layer)Serialization.Deserialize(layer, typeof(Layer))!, config.Get("output_mode") as string ?? "float");
    }

    /// <summary>A usual treatment by its name, such as <c>float_normalized</c> or <c>string_categorical</c>.</summary>
    public static implicit operator Feature(string kind) => new(kind);
}
