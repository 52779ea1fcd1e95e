using Keras.Saving;

namespace Keras.Quantizers;

/// <summary>Quantizers by name and configuration (keras/src/quantizers/__init__.py).</summary>
public static class QuantizerLookup
{
    /// <summary>The quantizer, or configuration of a quantization, that an identifier stands for.</summary>
    /// <param name="identifier">A name such as <c>AbsMaxQuantizer</c> or <c>abs_max_quantizer</c>, a serialized form, an object, or <see langword="null"/>.</param>
    /// <returns>A <see cref="Quantizer"/> or a <see cref="QuantizationConfig"/>; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    [KerasExport("keras.quantizers.get")]
    public static object? get(object? identifier) => identifier switch
    {
        null => null,
        Quantizer or QuantizationConfig => identifier,
        Config config => deserialize(config),
        // Porting note: Keras hands a name's class the keyword arguments as its first argument. Here the defaults hold.
        "AbsMaxQuantizer" or "abs_max_quantizer" => new AbsMaxQuantizer(),
        "Int8QuantizationConfig" or "int8_quantization_config" => new Int8QuantizationConfig(),
        "Int4QuantizationConfig" or "int4_quantization_config" => new Int4QuantizationConfig(),
        "Float8QuantizationConfig" or "float8_quantization_config" => new Float8QuantizationConfig(),
        string name when KerasRegistry.FindCustom(name) is Type type => ConfigReflection.Construct(type, []),
        _ => throw new ArgumentException($"Could not interpret quantizer identifier: {ConfigReflection.Show(identifier)}. Expected 'abs_max_quantizer', a serialized form, a Quantizer or a QuantizationConfig."),
    };

    /// <summary>The serialized form of a quantizer: module, class name, configuration.</summary>
    /// <param name="initializer">The quantizer, or the configuration of a quantization. (The name is Keras's.)</param>
    [KerasExport("keras.quantizers.serialize")]
    public static Config serialize(object initializer) => (Config)Serialization.ToConfig(initializer)!;

    /// <summary>The quantizer of a serialized form.</summary>
    /// <param name="config">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.quantizers.deserialize")]
    public static object deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Serialization.Deserialize(config, typeof(object)) is { } made and (Quantizer or QuantizationConfig) ? made
            : throw new ArgumentException($"The configuration describes no quantizer: {ConfigReflection.Show(config)}.");
    }
}
