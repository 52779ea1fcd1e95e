using Keras.Layers;

namespace Keras.Saving;

/// <summary>What serialized layers and models say beside their configuration: the shapes they were built for, and how they were compiled.</summary>
internal static class BuildConfigs
{
    /// <summary>Adds <c>build_config</c> and <c>compile_config</c> where Keras writes them.</summary>
    internal static void Add(object value, Config serialized)
    {
        if (value is Layer layer && HasBuild(layer) && layer.get_build_config() is { } build) serialized["build_config"] = build;
        if (value is Model model) serialized["compile_config"] = model.get_compile_config() ?? new Config();
    }

    /// <summary>Layers without weights that are complete when they are made were never built, so they have no shapes to tell.</summary>
    private static bool HasBuild(Layer layer) => layer.built && layer is not (Activation or ELU or LeakyReLU or ReLU or Softmax or Identity or InputLayer or Masking
        or UnitNormalization or BasePooling or BaseGlobalPooling or ActivityRegularization or AlphaDropout or Dropout or BaseSpatialDropout or GaussianDropout or GaussianNoise or Reshape);
}
