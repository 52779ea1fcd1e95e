namespace Keras.Layers;

/// <summary>What pooling takes of each window.</summary>
internal enum PoolKind
{
    /// <summary>The greatest value.</summary>
    Max,

    /// <summary>The mean.</summary>
    Average,
}
