namespace Keras.Saving;

/// <summary>What serialized layers and models say beside their configuration: the shapes they were built for, and how they were compiled.</summary>
internal static class BuildConfigs
{
    // Layers that are complete when they are made were never built, so they have no shapes to tell.
    /// <summary>Adds <c>build_config</c> and <c>compile_config</c> where Keras writes them.</summary>
    internal static void Add(object value, Config serialized)
    {
        if (value is Layer { built: true } layer && layer.get_build_config() is { } build) serialized["build_config"] = build;
        if (value is Model model) serialized["compile_config"] = model.get_compile_config() ?? new Config();
    }
}
