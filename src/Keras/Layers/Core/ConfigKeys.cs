namespace Keras.Layers;

/// <summary>Changes of configurations that several layers need.</summary>
internal static class ConfigKeys
{
    /// <summary>Leaves out arguments that are not set, where Keras's own configuration leaves them out.</summary>
    internal static Config Unless(this Config config, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (config.Get(key) is null) config.Remove(key);
        return config;
    }

    /// <summary>The error for quantized layers, which are not part of this library.</summary>
    internal static Config? NoQuantization(Config? quantization_config, string layer) => quantization_config is null ? null
        : throw new ArgumentException($"{layer}: quantized layers are not supported. Received a quantization_config; expected null.");
}
