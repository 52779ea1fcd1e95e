using Keras.Backend;

namespace Keras.Layers;

/// <summary>A fully connected layer: <c>activation(inputs · kernel + bias)</c> on the last axis.</summary>
/// <remarks>Input (…, features), output (…, units). See https://keras.io/api/layers/core_layers/dense/.</remarks>
[KerasExport("keras.layers.Dense")]
public sealed class Dense : Layer
{
    private Variable? _kernel;
    private Variable? _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">Size of the output.</param>
    /// <param name="activation">Function applied to the output; none where <see langword="null"/>.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="input_dim">Number of input features, in place of <paramref name="input_shape"/>.</param>
    /// <exception cref="ArgumentException">units is not positive.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool use_bias = true, Initializer? kernel_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? bias_constraint = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, int? input_dim = null)
        : base(name, trainable, dtype, activity_regularizer, input_dim is { } d ? d : input_shape)
    {
        if (units <= 0) throw new ArgumentException($"Received an invalid value for `units`, expected a positive integer. Received: units={units}");
        this.units = units;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        input_spec = new InputSpec(min_ndim: 2);
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Size of the output.</summary>
    public int units { get; }

    /// <summary>Function applied to the output.</summary>
    public ActivationFunction activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool use_bias { get; }

    /// <summary>First values of the kernel.</summary>
    public Initializer kernel_initializer { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? kernel_regularizer { get; }

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer { get; }

    /// <summary>Allowed values of the kernel.</summary>
    public Constraint? kernel_constraint { get; }

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint { get; }

    /// <summary>The weights, of shape (features, units).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (units,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var features = input_shape[^1] ?? throw new ArgumentException($"Dense '{name}': the last dimension of the input must be known. Received: input_shape={input_shape}.");
        _kernel = add_weight((features, units), kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        if (use_bias) _bias = add_weight(units, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = new InputSpec(min_ndim: 2, axes: new() { [-1] = features });
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training)
    {
        var x = Kernel.Dense(inputs, kernel, _bias);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape.With(-1, units);
}
