namespace Keras.Layers;

/// <summary>What normalizations share that scale and shift their result by trained vectors.</summary>
public abstract class BaseNormalization : Layer
{
    private protected BaseNormalization(double epsilon, bool center, bool scale, Initializer? beta_initializer, Initializer? gamma_initializer,
        Regularizer? beta_regularizer, Regularizer? gamma_regularizer, Constraint? beta_constraint, Constraint? gamma_constraint,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape, bool autocast = true)
        : base(name, trainable, dtype, input_shape: input_shape, autocast: autocast)
    {
        this.epsilon = epsilon;
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

    /// <summary>The trained scale; <see langword="null"/> without one or before the layer is built.</summary>
    public Variable? gamma { get; private set; }

    /// <summary>The trained offset; <see langword="null"/> without one or before the layer is built.</summary>
    public Variable? beta { get; private set; }

    /// <summary>Makes the scale and the offset, as far as the layer has them.</summary>
    private protected void AddScaleAndOffset(TensorShape shape, bool scale, bool center)
    {
        if (scale) gamma = add_weight(shape, gamma_initializer, autocast: false, regularizer: gamma_regularizer, constraint: gamma_constraint, name: "gamma");
        if (center) beta = add_weight(shape, beta_initializer, autocast: false, regularizer: beta_regularizer, constraint: beta_constraint, name: "beta");
    }
}
