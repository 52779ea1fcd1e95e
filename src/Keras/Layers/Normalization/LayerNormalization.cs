namespace Keras.Layers;

/// <summary>Brings the values along an axis, or several, to mean 0 and variance 1 in every sample.</summary>
/// <remarks>The shape stays. Ba et al., 2016, https://arxiv.org/abs/1607.06450; see https://keras.io/api/layers/normalization_layers/layer_normalization/.</remarks>
[KerasExport("keras.layers.LayerNormalization")]
public sealed class LayerNormalization : BaseNormalization
{
    private Axes _axis;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis or axes that are normalized together; the last one by default.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="center">Whether a trained offset, beta, is added.</param>
    /// <param name="scale">Whether the result is multiplied by a trained scale, gamma.</param>
    /// <param name="beta_initializer">First values of beta; zeros by default.</param>
    /// <param name="gamma_initializer">First values of gamma; ones by default.</param>
    /// <param name="beta_regularizer">Penalty on beta.</param>
    /// <param name="gamma_regularizer">Penalty on gamma.</param>
    /// <param name="beta_constraint">Allowed values of beta.</param>
    /// <param name="gamma_constraint">Allowed values of gamma.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="rms_scaling">Keras's old way of RMS normalization; use RMSNormalization.</param>
    public LayerNormalization(Axes? axis = null, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? beta_initializer = null, Initializer? gamma_initializer = null, Regularizer? beta_regularizer = null, Regularizer? gamma_regularizer = null, Constraint? beta_constraint = null, Constraint? gamma_constraint = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, bool rms_scaling = false)
        : base(epsilon, center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer, beta_constraint, gamma_constraint, name, trainable, dtype, input_shape, autocast: false)
    {
        _axis = axis ?? -1;
        this.rms_scaling = rms_scaling;
    }

    /// <summary>Whether the mean is left in: Keras's old way of RMS normalization.</summary>
    public bool rms_scaling { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var y = Ops.layer_normalization(inputs, gamma, beta, _axis, epsilon, rms_scaling);
        return y.dtype == compute_dtype ? y : Ops.cast(y, compute_dtype);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => AxisRange.Check(_axis, input_shape);

    /// <summary>The axis or axes that are normalized together; a sorted list once the layer is built.</summary>
    public Axes axis => _axis;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        _axis = (int[])[.. _axis.Order()];
        TensorShape shape = (int?[])[.. _axis.Select(a => input_shape[a])];
        AddScaleAndOffset(shape, scale || rms_scaling, center && !rms_scaling);
    }
}
