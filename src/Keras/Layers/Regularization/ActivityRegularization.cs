using Keras.Regularizers;

namespace Keras.Layers;

/// <summary>Passes its input on and adds a penalty on it to the loss: the sums of absolute values and of squares, divided by the batch size.</summary>
/// <remarks>See https://keras.io/api/layers/regularization_layers/activity_regularization/.</remarks>
[KerasExport("keras.layers.ActivityRegularization")]
public sealed class ActivityRegularization : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="l1">Factor of the absolute values.</param>
    /// <param name="l2">Factor of the squares.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A factor is negative or not finite.</exception>
    public ActivityRegularization(double l1 = 0.0, double l2 = 0.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, new L1L2(l1, l2), input_shape)
    {
        this.l1 = l1;
        this.l2 = l2;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Factor of the absolute values.</summary>
    public double l1 { get; }

    /// <summary>Factor of the squares.</summary>
    public double l2 { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => inputs;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;

    /// <summary>The arguments that make an equal layer.</summary>
    public override Config get_config()
    {
        var config = base.get_config();
        // Said by the two factors.
        config.Remove("activity_regularizer");
        return config;
    }
}
