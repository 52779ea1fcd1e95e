using Keras.Backend;

namespace Keras.Layers;

/// <summary>What SimpleRNN, GRU and LSTM cells share: a kernel, a recurrent kernel and a bias for all gates side by side.</summary>
public abstract class GatedCell : DropoutRNNCell
{
    private protected GatedCell(int units, int gates, ActivationFunction? activation, bool use_bias, Initializer? kernel_initializer, Initializer? recurrent_initializer,
        Initializer? bias_initializer, Regularizer? kernel_regularizer, Regularizer? recurrent_regularizer, Regularizer? bias_regularizer,
        Constraint? kernel_constraint, Constraint? recurrent_constraint, Constraint? bias_constraint, double dropout, double recurrent_dropout, long? seed, bool seedFirst,
        int implementation, string? name, bool trainable, DTypePolicy? dtype) : base(dropout, recurrent_dropout, seed, seedFirst, name, trainable, dtype)
    {
        if (units <= 0) throw new ArgumentException($"Received an invalid value for argument `units`, expected a positive integer, got {units}.");
        this.units = units;
        Gates = gates;
        this.activation = activation ?? "tanh"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.recurrent_initializer = recurrent_initializer ?? "orthogonal"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.recurrent_regularizer = recurrent_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.recurrent_constraint = recurrent_constraint;
        this.bias_constraint = bias_constraint;
        // Dropped states need a mask for each gate.
        this.implementation = this.recurrent_dropout != 0 ? 1 : implementation;
        FreesIntermediates = true;
    }

    private protected int Gates { get; }

    /// <summary>1 where the gates are computed one by one, each with dropout masks of its own; 2 where they are computed together.</summary>
    public int implementation { get; }

    private protected override int MaskCount => Gates > 1 && implementation == 1 ? Gates : 1;

    /// <inheritdoc/>
    public override int[] state_size => [units];

    /// <summary>Size of the output and of each state.</summary>
    public int units { get; }

    /// <summary>Function applied to the candidate values.</summary>
    public ActivationFunction activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool use_bias { get; }

    /// <summary>First values of the kernel.</summary>
    public Initializer kernel_initializer { get; }

    /// <summary>First values of the recurrent kernel.</summary>
    public Initializer recurrent_initializer { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? kernel_regularizer { get; }

    /// <summary>Penalty on the recurrent kernel.</summary>
    public Regularizer? recurrent_regularizer { get; }

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer { get; }

    /// <summary>Allowed values of the kernel.</summary>
    public Constraint? kernel_constraint { get; }

    /// <summary>Allowed values of the recurrent kernel.</summary>
    public Constraint? recurrent_constraint { get; }

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint { get; }

    internal Variable? Kernels { get; private set; }

    internal Variable? RecurrentKernels { get; private set; }

    internal Variable? Biases { get; private set; }

    /// <summary>Shape of the bias; one bias for all gates unless a cell says otherwise.</summary>
    private protected virtual TensorShape BiasShape => units * Gates;

    private protected virtual Initializer MakeBiasInitializer() => bias_initializer;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var features = input_shape[^1] ?? throw new ArgumentException($"The last dimension of the input of '{name}' must be known. Received: input_shape={input_shape}.");
        Kernels = add_weight((features, units * Gates), kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        RecurrentKernels = add_weight((units, units * Gates), recurrent_initializer, regularizer: recurrent_regularizer, constraint: recurrent_constraint, name: "recurrent_kernel");
        if (use_bias) Biases = add_weight(BiasShape, MakeBiasInitializer(), regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
    }
    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config();
        config.Remove("implementation");
        return config;
    }
}
