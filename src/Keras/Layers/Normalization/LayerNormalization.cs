namespace Keras.Layers;

/// <summary>Brings the values along an axis, or several, to mean 0 and variance 1 in every sample.</summary>
/// <remarks>The shape stays. Ba et al., 2016, https://arxiv.org/abs/1607.06450; see https://keras.io/api/layers/normalization_layers/layer_normalization/.</remarks>
[KerasExport("keras.layers.LayerNormalization")]
public sealed class LayerNormalization : Layer
{
    private Axes _axis;
    private Variable? _gamma;
    private Variable? _beta;

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
        : base(name, trainable, dtype, input_shape: input_shape, autocast: false)
    {
        _axis = axis ?? -1;
        this.epsilon = epsilon;
        this.rms_scaling = rms_scaling;
        this.center = center;
        this.scale = scale;
        this.beta_initializer = beta_initializer ?? "zeros"!;
        this.gamma_initializer = gamma_initializer ?? "ones"!;
        this.beta_regularizer = beta_regularizer;
        this.gamma_regularizer = gamma_regularizer;
        this.beta_constraint = beta_constraint;
        this.gamma_constraint = gamma_constraint;
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Added to the variance.</summary>
    public double epsilon { get; }

    /// <summary>Whether an offset is added.</summary>
    public bool center { get; }

    /// <summary>Whether the result is scaled.</summary>
    public bool scale { get; }

    /// <summary>First values of beta.</summary>
    public Initializer beta_initializer { get; }

    /// <summary>First values of gamma.</summary>
    public Initializer gamma_initializer { get; }

    /// <summary>Penalty on beta.</summary>
    public Regularizer? beta_regularizer { get; }

    /// <summary>Penalty on gamma.</summary>
    public Regularizer? gamma_regularizer { get; }

    /// <summary>Allowed values of beta.</summary>
    public Constraint? beta_constraint { get; }

    /// <summary>Allowed values of gamma.</summary>
    public Constraint? gamma_constraint { get; }

    /// <summary>Whether the mean is left in: Keras's old way of RMS normalization.</summary>
    public bool rms_scaling { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var y = Ops.layer_normalization(inputs, _gamma, _beta, _axis, epsilon, rms_scaling);
        return y.dtype == compute_dtype ? y : Ops.cast(y, compute_dtype);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => AxisRange.Check(_axis, input_shape);

    /// <summary>The axis or axes that are normalized together; a sorted list once the layer is built.</summary>
    public Axes axis => _axis;

    /// <summary>The trained scale; <see langword="null"/> without one or before the layer is built.</summary>
    public Variable? gamma => _gamma;

    /// <summary>The trained offset; <see langword="null"/> without one or before the layer is built.</summary>
    public Variable? beta => _beta;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        _axis = (int[])[.. _axis.Order()];
        TensorShape shape = (int?[])[.. _axis.Select(a => input_shape[a])];
        if (scale || rms_scaling) _gamma = add_weight(shape, gamma_initializer, autocast: false, regularizer: gamma_regularizer, constraint: gamma_constraint, name: "gamma");
        if (center && !rms_scaling) _beta = add_weight(shape, beta_initializer, autocast: false, regularizer: beta_regularizer, constraint: beta_constraint, name: "beta");
    }
}
