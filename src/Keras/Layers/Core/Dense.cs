using Keras.Backend;
using Keras.Quantizers;

namespace Keras.Layers;

/// <summary>A fully connected layer: <c>activation(inputs · kernel + bias)</c> on the last axis.</summary>
/// <remarks>Input (…, features), output (…, units). See https://keras.io/api/layers/core_layers/dense/.</remarks>
[KerasExport("keras.layers.Dense")]
public sealed class Dense : Layer
{
    private Variable? _kernel;
    private Variable? _bias;
    private LoraDelta? _lora;
    private QuantizedMatrix? _quantized;
    private CalibratedMatrix? _calibrated;
    private Float8Product? _float8;
    private Quantizer? _inputsQuantizer;

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
    /// <param name="lora_rank">Inner size of a low-rank change that is trained in place of the kernel; <see langword="null"/> for none.</param>
    /// <param name="lora_alpha">Scale of that change times its rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="quantization_config">How the weights are quantized where <paramref name="dtype"/> says that they are; <see langword="null"/> for the defaults.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="input_dim">Number of input features, in place of <paramref name="input_shape"/>.</param>
    /// <exception cref="ArgumentException">units is not positive.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool use_bias = true, Initializer? kernel_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? bias_constraint = null, int? lora_rank = null, double? lora_alpha = null, QuantizationConfig? quantization_config = null,
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
        this.lora_rank = lora_rank;
        this.lora_alpha = lora_alpha ?? lora_rank;
        this.quantization_config = quantization_config;
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

    /// <summary>Inner size of a low-rank change of the kernel; <see langword="null"/> for none.</summary>
    public int? lora_rank { get; private set; }

    /// <summary>Scale of the low-rank change times its rank.</summary>
    public double? lora_alpha { get; private set; }

    /// <summary>How the weights are quantized; <see langword="null"/> for the defaults, or where they are not.</summary>
    public QuantizationConfig? quantization_config { get; private set; }

    /// <summary>The weights, of shape (features, units); of a quantized layer the levels, two in a byte for 4 bits.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _calibrated is not null ? _calibrated.Source ?? _calibrated.Levels
        : _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (units,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <summary>Whether the weights are levels that GPTQ chose, not floats any more.</summary>
    public bool is_gptq_calibrated => _calibrated is { Mode: "gptq", Source: null };

    /// <summary>Whether the weights are levels that AWQ chose, not floats any more.</summary>
    public bool is_awq_calibrated => _calibrated is { Mode: "awq", Source: null };

    /// <inheritdoc/>
    internal override CalibratedMatrix? Calibration => _calibrated;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var features = input_shape[^1] ?? throw new ArgumentException($"Dense '{name}': the last dimension of the input must be known. Received: input_shape={input_shape}.");
        if (quantization_mode is { } mode) BuildQuantized(features, mode, quantization_config);
        if (_quantized is null && _calibrated is null) _kernel = add_weight((features, units), kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        if (use_bias) _bias = add_weight(units, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = new InputSpec(min_ndim: 2, axes: new() { [-1] = features });
        if (lora_rank is { } rank) AddLora(rank, lora_alpha, null, null);
    }

    private void BuildQuantized(int features, string mode, QuantizationConfig? config)
    {
        switch (mode)
        {
            case "float8":
                _float8 = new(this, OwnPolicy);
                break;
            case "int8" or "int4":
                _quantized = new(this, "kernel", features, units, axis: 0, packAxis: 1, mode, QuantizationConfig.BlockSize(OwnPolicy, config));
                _kernel = _quantized.Levels;
                _inputsQuantizer = config is not null ? config.activation_quantizer : mode == "int8" ? new AbsMaxQuantizer() : null;
                break;
            case "gptq" or "awq":
                if (_lora is not null || lora_rank is not null) throw NoLora(mode);
                _calibrated = new(this, features, units, mode, OwnPolicy, config, _kernel, "kernel_zero");
                _kernel = null;
                break;
            default:
                throw NoSuchQuantization(mode);
        }
        MarkQuantized();
    }

    /// <inheritdoc/>
    private protected override void Quantize(QuantizationConfig config, bool typeCheck)
    {
        quantization_config = config;
        using var scope = new TensorScope();
        int features = kernel.shape[0]!.Value;
        if (config.mode is "float8" or "gptq" or "awq")
        {
            BuildQuantized(features, config.mode, config);
            return;
        }
        var content = QuantizedMatrix.Compute(kernel.Raw, 0, 1, config.mode, QuantizationConfig.BlockSize(OwnPolicy, config), config.weight_quantizer);
        Untrack(kernel);
        BuildQuantized(features, config.mode, config);
        _quantized!.Assign(content);
    }

    /// <inheritdoc/>
    internal override IEnumerable<Variable> StoredVariables => _calibrated is not null ? [.. _bias is null ? (Variable[])[] : [_bias], .. _calibrated.Parameters]
        : _quantized is null && _float8 is null && _lora is null ? OwnVariables
        : [kernel, .. _bias is null ? (Variable[])[] : [_bias], .. _quantized?.Parameters ?? _float8?.Variables ?? []];

    /// <inheritdoc/>
    private protected override LoraDelta? Change => _lora;

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<Variable, Tensor> MergedValues() => _quantized?.Merged(_lora!.Value, compute_dtype)
        ?? new(ReferenceEqualityComparer.Instance) { [kernel] = Ops.cast(Ops.add(kernel.Raw, _lora!.Value), kernel.dtype) };

    /// <summary>Freezes the kernel and trains a low-rank change of it instead.</summary>
    /// <param name="rank">Inner size of the change.</param>
    /// <param name="lora_alpha">Scale times rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="a_initializer">First values of the first matrix; He uniform where <see langword="null"/>.</param>
    /// <param name="b_initializer">First values of the second matrix; zeros where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has a low-rank change already.</exception>
    /// <exception cref="ArgumentException">The kernel has a constraint.</exception>
    /// <exception cref="NotSupportedException">The layer is quantized by GPTQ or AWQ.</exception>
    public void enable_lora(int rank, double? lora_alpha = null, Initializer? a_initializer = null, Initializer? b_initializer = null)
    {
        if (!built) throw new InvalidOperationException($"Cannot enable LoRA on the layer '{name}', which isn't built yet. Call it on data, or build it.");
        if (_lora is not null) throw new InvalidOperationException($"LoRA is enabled already for the layer '{name}'. This can only be done once per layer.");
        AddLora(rank, lora_alpha, a_initializer, b_initializer);
    }

    private void AddLora(int rank, double? alpha, Initializer? a, Initializer? b)
    {
        if (_calibrated is not null) throw NoLora(_calibrated.Mode);
        _lora = new LoraDelta(this, kernel, "lora_kernel", kernel_constraint is not null, kernel_regularizer, rank, alpha, a, b, _quantized is null ? null : (kernel.shape[0], units));
        lora_rank = rank;
        lora_alpha = alpha ?? rank;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training)
    {
        _calibrated?.Observer?.Invoke(inputs);
        var x = _calibrated is not null ? Kernel.Dense(inputs, _calibrated.Value(compute_dtype), _bias)
            : _quantized is null && _float8 is null ? Kernel.Dense(inputs, _lora is null ? kernel : _lora.Merge(kernel, compute_dtype), _bias) : QuantizedCall(inputs, training);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    private Tensor QuantizedCall(Tensor inputs, bool training)
    {
        if (_float8 is not null)
        {
            if (_lora is not null) throw new NotSupportedException($"Dense '{name}': LoRA does not work together with float8.");
            var product = _float8.Apply(inputs, kernel.value, Ops.matmul, compute_dtype, training);
            return _bias is null ? product : Ops.add(product, Float8Product.Bias(_bias.value, compute_dtype));
        }
        var x = _quantized!.Product(inputs, _inputsQuantizer, compute_dtype);
        if (_lora is not null) x = _lora.AddTo(x, Ops.matmul(inputs, _lora.A), compute_dtype);
        return _bias is null ? x : Ops.add(x, _bias);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape.With(-1, units);

    /// <inheritdoc/>
    public override Config get_config() => base.get_config().Unless("activity_regularizer", "lora_rank", "lora_alpha");
}
