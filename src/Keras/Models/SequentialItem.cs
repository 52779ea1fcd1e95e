using Keras.Backend;
using Keras.Layers;

namespace Keras;

/// <summary>What a Sequential takes: a layer, or a symbolic input.</summary>
public readonly struct SequentialItem
{
    private SequentialItem(Layer layer) => Layer = layer;

    internal Layer Layer { get; }

    /// <summary>A layer or a model.</summary>
    public static implicit operator SequentialItem(Layer layer) => new(layer ?? throw new ArgumentNullException(nameof(layer), "Only instances of `keras.Layer` can be added to a Sequential model. Received: null."));

    /// <summary>A symbolic input, as <c>keras.Input</c> makes it.</summary>
    public static implicit operator SequentialItem(KerasTensor input) =>
        input.History?.Operation is InputLayer layer ? new(layer)
            : throw new ArgumentException($"Only an input made by keras.Input can be added to a Sequential model. Received: {input}.");
}
