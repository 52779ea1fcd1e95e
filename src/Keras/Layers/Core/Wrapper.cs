using Keras.Saving;

namespace Keras.Layers;

/// <summary>A layer around another layer.</summary>
/// <remarks>The base of TimeDistributed, Bidirectional and SpectralNormalization, and of your own.</remarks>
[KerasExport("keras.layers.Wrapper")]
public abstract class Wrapper : Layer
{
    /// <summary>Takes the inner layer.</summary>
    /// <param name="layer">The layer inside.</param>
    /// <param name="name">Name; <see langword="null"/> makes one of the class name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes; the global one where <see langword="null"/>.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    protected Wrapper(Layer layer, string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activity_regularizer = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        this.layer = layer;
    }

    /// <summary>The layer inside.</summary>
    public Layer layer { get; }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        layer.EnsureBuilt([input_shape]);
        if (!IsBuilding) MarkBuilt([input_shape]);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config();
        config["layer"] = Serialization.ToConfig(layer);
        return config;
    }
}
