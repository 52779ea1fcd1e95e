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
}
