namespace Keras.Layers;

/// <summary>Divides by the root of the mean square along an axis, or several, and multiplies by a trained scale.</summary>
/// <remarks>The shape stays. Zhang and Sennrich, 2019, https://arxiv.org/abs/1910.07467; see https://keras.io/api/layers/normalization_layers/rms_normalization/.</remarks>
[KerasExport("keras.layers.RMSNormalization")]
public sealed class RMSNormalization : Layer
{
    private Axes _axis;
    private Variable? _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis or axes; the last one by default.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public RMSNormalization(Axes? axis = null, double epsilon = 1e-6,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _axis = axis ?? -1;
        this.epsilon = epsilon;
        FreesIntermediates = true;
    }

    /// <summary>Added to the mean square.</summary>
    public double epsilon { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Ops.rms_normalization(inputs, scale, _axis, epsilon);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => AxisRange.Check(_axis, input_shape);

    /// <summary>The axis or axes; a sorted list once the layer is built.</summary>
    public Axes axis => _axis;

    /// <summary>The trained scale, of the shape of the axes; <see langword="null"/> before the layer is built.</summary>
    public Variable? scale => _scale;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        _axis = (int[])[.. _axis.Order()];
        _scale = add_weight((int?[])[.. _axis.Select(a => input_shape[a])], "ones", name: "scale");
    }
}
