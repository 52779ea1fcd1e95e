namespace Keras;

/// <summary>Files that name the rows of embeddings: one for all layers, or one for each layer's name.</summary>
public sealed class EmbeddingsMetadata
{
    private EmbeddingsMetadata(string? all, IReadOnlyDictionary<string, string>? byLayer) => (All, ByLayer) = (all, byLayer);

    internal string? All { get; }

    internal IReadOnlyDictionary<string, string>? ByLayer { get; }

    /// <summary>One file for all layers.</summary>
    public static implicit operator EmbeddingsMetadata?(string? path) => path is null ? null : new(path, null);

    /// <summary>A file for each layer's name.</summary>
    public static implicit operator EmbeddingsMetadata?(Dictionary<string, string>? paths) => paths is null ? null : new(null, paths);
}
