namespace Keras.Layers;

/// <summary>The input where it is positive, and alpha · (exp(x) - 1) where it is not.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/activation_layers/elu/.</remarks>
[KerasExport("keras.layers.ELU")]
public sealed class ELU : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="alpha">The limit of the negative part.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public ELU(double alpha = 1.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.alpha = alpha;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The limit of the negative part.</summary>
    public double alpha { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Ops.elu(inputs, alpha);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
