namespace Keras.Layers;

/// <summary>What lookup layers are made with.</summary>
internal sealed record LookupSettings
{
    internal int? MaxTokens { get; init; }

    internal int OovIndices { get; init; } = 1;

    internal Token? Mask { get; init; }

    internal Token? Oov { get; init; }

    internal Vocabulary? Vocabulary { get; init; }

    internal double[]? IdfWeights { get; init; }

    internal bool Invert { get; init; }

    internal string OutputMode { get; init; } = "int";

    internal bool PadToMaxTokens { get; init; }

    internal string OovMethod { get; init; } = "floormod";

    internal HashSalt? Salt { get; init; }

    /// <summary>Whether words were given when the layer was made; a loaded layer knows it by its configuration.</summary>
    internal bool? HasVocabulary { get; init; }

    /// <summary>Number of words at the time when the layer was saved.</summary>
    internal int? VocabularySize { get; init; }
}
