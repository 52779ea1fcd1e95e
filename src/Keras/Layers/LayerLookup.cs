using Keras.Saving;

namespace Keras;

/// <summary>Layers as configurations (keras/src/layers/__init__.py).</summary>
public static class LayerLookup
{
    /// <summary>The configuration of a layer, with its class, as files hold it.</summary>
    /// <param name="layer">The layer.</param>
    [KerasExport("keras.layers.serialize")]
    public static object? serialize(Layer layer) => Serialization.ToConfig(layer);

    /// <summary>Makes the layer that a configuration describes.</summary>
    /// <param name="config">A configuration as <see cref="serialize"/> gives it.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <exception cref="ArgumentException">The configuration describes no layer.</exception>
    [KerasExport("keras.layers.deserialize")]
    public static Layer deserialize(object? config, Dictionary<string, object>? custom_objects = null) =>
        Serialization.deserialize_keras_object(config, custom_objects) as Layer
        ?? throw new ArgumentException($"keras.layers.deserialize was given a configuration of something that is no layer. Received: {ConfigReflection.Show(config)}. Pass what keras.layers.serialize gave.", nameof(config));
}
