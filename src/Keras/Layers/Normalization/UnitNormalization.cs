namespace Keras.Layers;

/// <summary>Divides by the Euclidean norm along an axis, or several, so that the norm becomes 1.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/normalization_layers/unit_normalization/.</remarks>
[KerasExport("keras.layers.UnitNormalization")]
public sealed class UnitNormalization : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis or axes; the last one by default.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public UnitNormalization(Axes? axis = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.axis = axis ?? -1;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The axis or axes.</summary>
    public Axes axis { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Ops.normalize(inputs, axis, 2, 1e-12);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => AxisRange.Check(axis, input_shape);
}
