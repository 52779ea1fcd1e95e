using Keras.Backend;

namespace Keras.Layers;

/// <summary>What convolutional layers of one, two and three dimensions share: a kernel that slides over the input, a bias, an activation.</summary>
public abstract class BaseConv : Layer
{
    private readonly ConvSettings _settings;
    private Variable? _kernel;
    private Variable? _bias;
    private LoraDelta? _lora;

    private protected BaseConv(int rank, int filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate, int groups,
        ActivationFunction? activation, bool use_bias, Initializer? kernel_initializer, Initializer? bias_initializer,
        Regularizer? kernel_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer, Constraint? kernel_constraint, Constraint? bias_constraint,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape, int? lora_rank, double? lora_alpha)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        _settings = new(rank, GetType().Name, filters, kernel_size, strides, padding, data_format, dilation_rate, false);
        if (groups <= 0) throw new ArgumentException($"The number of groups must be a positive integer. Received: groups={groups}.");
        if (filters % groups != 0) throw new ArgumentException($"The number of filters must be evenly divisible by the number of groups. Received: groups={groups}, filters={filters}.");
        this.filters = filters;
        this.groups = groups;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        this.lora_rank = lora_rank;
        this.lora_alpha = lora_alpha ?? lora_rank;
        input_spec = _settings.Spec();
        FreesIntermediates = true;
    }

    /// <summary>Number of filters: the channels of the output.</summary>
    public int filters { get; }

    /// <summary>Size of the window.</summary>
    public Sizes kernel_size => _settings.Kernel;

    /// <summary>Step of the window.</summary>
    public Sizes strides => _settings.Strides;

    /// <summary>How the borders are filled: <c>valid</c>, <c>same</c>, and <c>causal</c> in one dimension.</summary>
    public string padding => _settings.Padding;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format => _settings.DataFormat;

    /// <summary>Distance of the points of the window.</summary>
    public Sizes dilation_rate => _settings.Dilation;

    /// <summary>Into how many groups the channels are split, each with filters of its own.</summary>
    public int groups { get; }

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

    /// <summary>Inner size of a low-rank change of the kernel; <see langword="null"/> for none.</summary>
    public int? lora_rank { get; private set; }

    /// <summary>Scale of the low-rank change times its rank.</summary>
    public double? lora_alpha { get; private set; }

    /// <summary>The kernel, of shape (window…, channels / groups, filters).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (filters,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var channels = _settings.Channels(input_shape, name);
        if (channels % groups != 0)
            throw new ArgumentException($"The number of input channels must be evenly divisible by the number of groups. Received groups={groups}, but the input has {channels} channels (full input shape is {input_shape}).");
        // Finds a window that is larger than the input before weights are made.
        compute_output_shape(input_shape);
        _kernel = add_weight((int[])[.. _settings.Kernel, channels / groups, filters], kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        _kernel.Arrange(Kernel.ConvOrder(_kernel.ndim));
        if (use_bias) _bias = add_weight(filters, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = _settings.Spec(channels);
        if (lora_rank is { } rank) AddLora(rank, lora_alpha, null, null);
    }

    /// <summary>Freezes the kernel and trains a low-rank change of it instead.</summary>
    /// <param name="rank">Inner size of the change.</param>
    /// <param name="lora_alpha">Scale times rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="a_initializer">First values of the first matrix; He uniform where <see langword="null"/>.</param>
    /// <param name="b_initializer">First values of the second matrix; zeros where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has a low-rank change already.</exception>
    /// <exception cref="ArgumentException">The kernel has a constraint.</exception>
    public void enable_lora(int rank, double? lora_alpha = null, Initializer? a_initializer = null, Initializer? b_initializer = null)
    {
        if (!built) throw new InvalidOperationException($"Cannot enable LoRA on the layer '{name}', which isn't built yet. Call it on data, or build it.");
        if (_lora is not null) throw new InvalidOperationException($"LoRA is enabled already for the layer '{name}'. This can only be done once per layer.");
        AddLora(rank, lora_alpha, a_initializer, b_initializer);
    }

    /// <inheritdoc/>
    internal override IEnumerable<Variable> StoredVariables => _lora is null ? OwnVariables : [kernel, .. _bias is null ? (Variable[])[] : [_bias]];

    /// <inheritdoc/>
    private protected override LoraDelta? Change => _lora;

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<Variable, Tensor> MergedValues() =>
        new Dictionary<Variable, Tensor>(ReferenceEqualityComparer.Instance) { [kernel] = Ops.cast(Ops.add(kernel.Raw, _lora!.Value), kernel.dtype) };

    private void AddLora(int rank, double? alpha, Initializer? a, Initializer? b)
    {
        _lora = new LoraDelta(this, kernel, "lora_kernel", kernel_constraint is not null, kernel_regularizer, rank, alpha, a, b);
        lora_rank = rank;
        lora_alpha = alpha ?? rank;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var weight = _lora is null ? kernel : _lora.Merge(kernel, compute_dtype);
        var x = Kernel.Conv(inputs.dtype == weight.dtype ? inputs : Ops.cast(inputs, weight.dtype), weight, _bias, _settings.Strides, _settings.Padding, _settings.DataFormat, _settings.Dilation);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => _settings.OutputShape(input_shape, filters);

    /// <inheritdoc/>
    public override Config get_config() => base.get_config().Unless("lora_rank", "lora_alpha");
}
