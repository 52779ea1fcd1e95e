using System.Text.RegularExpressions;
using Keras.Backend;
using Keras.Initializers;
using Keras.Quantizers;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>A dense layer whose product is written in Einstein's notation, for inputs of any number of dimensions.</summary>
/// <remarks>
/// The equation has the form <c>"ab,bc-&gt;ac"</c>: input, kernel, output. An ellipsis may stand for leading or trailing axes: <c>"...x,xy-&gt;...y"</c>.
/// See https://keras.io/api/layers/core_layers/einsum_dense/.
/// </remarks>
[KerasExport("keras.layers.EinsumDense", Former = ["keras.layers.experimental.EinsumDense"])]
public sealed partial class EinsumDense : Layer
{
    private Variable? _kernel;
    private Variable? _bias;
    private LoraDelta? _lora;
    private QuantizedMatrix? _flat;
    private EinsumLabels? _labels;
    private Variable? _kernelScale;
    private CalibratedMatrix? _calibrated;
    private Float8Product? _float8;
    private Quantizer? _inputsQuantizer;
    private TensorShape _kernelShape = TensorShape.Scalar;
    private readonly TensorShape _output;

    /// <summary>Makes the layer.</summary>
    /// <param name="equation">The product, such as <c>"abc,cd-&gt;abd"</c>.</param>
    /// <param name="output_shape">Shape of the output without the batch and without what the ellipsis stands for; dimensions that are those of the input may be <see langword="null"/>.</param>
    /// <param name="activation">Function applied to the output; none where <see langword="null"/>.</param>
    /// <param name="bias_axes">The output's axes along which there is a bias, such as <c>"d"</c>; no bias where <see langword="null"/>.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="lora_rank">Inner size of a low-rank change that is trained in place of the kernel; <see langword="null"/> for none.</param>
    /// <param name="lora_alpha">Scale of that change times its rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="gptq_unpacked_column_size">Columns of the kernel as a matrix; known by itself, and here for the configurations in files.</param>
    /// <param name="quantization_config">How the weights are quantized where <paramref name="dtype"/> says that they are; <see langword="null"/> for the defaults.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    public EinsumDense(string equation, TensorShape output_shape, ActivationFunction? activation = null, string? bias_axes = null,
        Initializer? kernel_initializer = null, Initializer? bias_initializer = null, Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? bias_constraint = null, int? lora_rank = null, double? lora_alpha = null, int? gptq_unpacked_column_size = null, QuantizationConfig? quantization_config = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, Regularizer? activity_regularizer = null)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        this.equation = equation;
        _output = output_shape;
        this.activation = activation ?? "linear"!;
        this.bias_axes = bias_axes;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        this.lora_rank = lora_rank;
        this.lora_alpha = lora_alpha ?? lora_rank;
        this.gptq_unpacked_column_size = gptq_unpacked_column_size;
        this.quantization_config = quantization_config;
        FreesIntermediates = true;
    }

    /// <summary>The product.</summary>
    public string equation { get; }

    private TensorShape output_shape => _output;

    /// <summary>Function applied to the output.</summary>
    public ActivationFunction activation { get; }

    /// <summary>The output's axes along which there is a bias.</summary>
    public string? bias_axes { get; }

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

    /// <summary>Columns of the kernel as a matrix before two of them share a byte; <see langword="null"/> where it is not quantized by GPTQ.</summary>
    public int? gptq_unpacked_column_size { get; private set; }

    /// <summary>How the weights are quantized; <see langword="null"/> for the defaults, or where they are not.</summary>
    public QuantizationConfig? quantization_config { get; private set; }

    /// <summary>The kernel, of the shape that the equation says; of a quantized layer the levels, for 4 bits as a matrix with two in a byte.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _calibrated is not null ? _calibrated.Source ?? _calibrated.Levels
        : _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias; <see langword="null"/> without one.</summary>
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
        var plan = Analyze(input_shape);
        input_spec = new InputSpec(ndim: input_shape.Rank);
        var initializer = kernel_initializer;
        if (initializer is VarianceScaling { input_axes: null } or VarianceScaling { output_axes: null })
        {
            // The same draw, with the fans of the equation's axes.
            var scaling = (VarianceScaling)initializer;
            var config = scaling.get_config();
            config["seed"] = ((IConfigValue)scaling.seed).ToConfig();
            if (scaling.seed.Generator is { } generator) config["seed"] = generator;
            config["input_axes"] = plan.InputAxes.Select(a => (object?)a).ToList();
            config["output_axes"] = plan.OutputAxes.Select(a => (object?)a).ToList();
            initializer = (Initializer)ConfigReflection.Construct(scaling.GetType(), config);
        }
        _kernelShape = plan.Kernel;
        if (quantization_mode is { } mode) BuildQuantized(input_shape.Rank, mode, quantization_config);
        if (quantization_mode is null or "float8") _kernel = add_weight(plan.Kernel, initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        if (plan.Bias is { } shape) _bias = add_weight(shape, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        if (lora_rank is { } rank) AddLora(rank, lora_alpha, null, null);
    }

    private void BuildQuantized(int rank, string mode, QuantizationConfig? config)
    {
        _labels = new(equation, rank);
        switch (mode)
        {
            case "float8":
                _float8 = new(this, OwnPolicy);
                break;
            case "int8":
                _kernel = add_weight(_kernelShape, "zeros", dtype: "int8", trainable: false, name: "kernel");
                _kernelScale = add_weight(_labels.ScaleShape(_kernelShape), "ones", trainable: false, name: "kernel_scale");
                _inputsQuantizer = config is null ? new AbsMaxQuantizer() : config.activation_quantizer;
                break;
            case "int4":
                var (rows, columns) = FlatShape();
                _flat = new(this, "kernel", rows, columns, axis: 0, packAxis: 1, mode, QuantizationConfig.BlockSize(OwnPolicy, config));
                _kernel = _flat.Levels;
                _inputsQuantizer = config?.activation_quantizer;
                break;
            case "gptq" or "awq":
                if (_lora is not null || lora_rank is not null) throw NoLora(mode);
                var (inputs, outputs) = CalibratedShape(mode);
                _calibrated = new(this, inputs, outputs, mode, OwnPolicy, config, _kernel, "zero_point");
                _kernel = null;
                if (mode == "gptq") gptq_unpacked_column_size = outputs;
                break;
            default:
                throw NoSuchQuantization(mode);
        }
        MarkQuantized();
    }

    /// <summary>The kernel as the matrix that files of calibrated weights hold: its longest axis tells on which side the features of the model are.</summary>
    private (int Inputs, int Outputs) CalibratedShape(string mode)
    {
        int[] dims = [.. _kernelShape.ToArray().Select(d => d!.Value)];
        return dims.Length switch
        {
            2 => (dims[0], dims[1]),
            3 => Array.IndexOf(dims, dims.Max()) == 0 ? (dims[0], dims[1] * dims[2]) : (dims[0] * dims[1], dims[2]),
            _ => throw new NotSupportedException($"EinsumDense '{name}': '{mode}' works with kernels of 2 or 3 dimensions. Received: a kernel of shape {_kernelShape}. Leave the layer out by `filters`."),
        };
    }

    /// <summary>The kernel as a matrix: what the product sums over, and the rest.</summary>
    private (int Rows, int Columns) FlatShape()
    {
        var rows = 1;
        foreach (var axis in _labels!.Reduced(_labels.Kernel)) rows *= _kernelShape[axis]!.Value;
        return (rows, (int)(_kernelShape.NumElements!.Value / rows));
    }

    /// <inheritdoc/>
    private protected override void Quantize(QuantizationConfig config, bool typeCheck)
    {
        quantization_config = config;
        using var scope = new TensorScope();
        var rank = input_spec!.ndim!.Value;
        _labels = new(equation, rank);
        var weight = kernel;
        switch (config.mode)
        {
            case "int8":
                var quantizer = config.weight_quantizer ?? new AbsMaxQuantizer([.. _labels.Reduced(_labels.Kernel)]);
                var (levels, scale) = quantizer.Apply(weight.Raw, to_numpy: true);
                Untrack(weight);
                BuildQuantized(rank, "int8", config);
                _kernel!.assign(levels);
                _kernelScale!.assign(_labels.ToOutput(scale, _labels.Kernel));
                break;
            case "int4":
                var content = QuantizedMatrix.Compute(Ops.reshape(weight.Raw, FlatShape()), 0, 1, "int4", QuantizationConfig.BlockSize(OwnPolicy, config), null);
                Untrack(weight);
                BuildQuantized(rank, "int4", config);
                _flat!.Assign(content);
                break;
            default:
                BuildQuantized(rank, config.mode, config);
                break;
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<Variable> StoredVariables => _calibrated is not null ? [.. _bias is null ? (Variable[])[] : [_bias], .. _calibrated.Parameters]
        : _labels is null && _lora is null ? OwnVariables
        : [kernel, .. _bias is null ? (Variable[])[] : [_bias], .. _float8?.Variables ?? _flat?.Parameters ?? (_kernelScale is null ? [] : [_kernelScale])];

    /// <inheritdoc/>
    private protected override LoraDelta? Change => _lora;

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<Variable, Tensor> MergedValues()
    {
        if (_flat is not null) return _flat.Merged(Ops.reshape(_lora!.Value, FlatShape()), compute_dtype);
        var values = new Dictionary<Variable, Tensor>(ReferenceEqualityComparer.Instance);
        if (_kernelScale is null) values[kernel] = Ops.cast(Ops.add(kernel.Raw, _lora!.Value), kernel.dtype);
        else
        {
            var (levels, scale) = new AbsMaxQuantizer([.. _labels!.Reduced(_labels.Kernel)]).Apply(Ops.add(FloatKernel(), _lora!.Value));
            values[kernel] = levels;
            values[_kernelScale] = _labels.ToOutput(scale, _labels.Kernel);
        }
        return values;
    }

    private Tensor QuantizedCall(Tensor inputs, bool training)
    {
        if (_float8 is not null)
        {
            if (_lora is not null) throw new NotSupportedException($"EinsumDense '{name}': LoRA does not work together with float8.");
            return _float8.Apply(inputs, kernel.value, (a, b) => Ops.einsum(equation, a, b), compute_dtype, training);
        }
        // Rounding has no gradient: that of the product with the kernel in floats takes its place.
        var x = Ops.custom_gradient((Tensor t) => (Forward(t), upstream => Ops.einsum(_labels!.Gradient, upstream, FloatKernel())))(inputs);
        return _lora is null ? x : _lora.AddTo(x, Ops.einsum(equation, inputs, _lora.A), compute_dtype);
    }

    private Tensor Forward(Tensor x)
    {
        if (_inputsQuantizer is null) return Ops.einsum(_labels!.Equation, x, FloatKernel());
        var (levels, scale) = _inputsQuantizer.Apply(x, [.. _labels!.Reduced(_labels.Input)]);
        scale = _labels.ToOutput(scale, _labels.Input);
        if (_flat is not null) return Ops.divide(Ops.einsum(_labels.Equation, Ops.cast(levels, compute_dtype), FloatKernel()), scale);
        var product = QuantizedMatrix.Integers(levels, kernel.Raw, FlatShape().Rows, (a, b) => Ops.einsum(_labels.Equation, a, b));
        return Ops.divide(Ops.cast(product, compute_dtype), Ops.multiply(scale, _kernelScale!.value));
    }

    private Tensor FloatKernel() => _flat is not null ? Ops.reshape(_flat.Dequantized(compute_dtype), _kernelShape)
        : Ops.divide(Ops.cast(kernel.Raw, compute_dtype), _labels!.ToKernel(_kernelScale!.value));

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
        _lora = new LoraDelta(this, kernel, "lora_kernel", kernel_constraint is not null, kernel_regularizer, rank, alpha, a, b, _kernelShape);
        lora_rank = rank;
        lora_alpha = alpha ?? rank;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training)
    {
        _calibrated?.Observer?.Invoke(inputs);
        var x = _calibrated is not null ? Ops.einsum(equation, inputs, Ops.reshape(_calibrated.Value(compute_dtype), _kernelShape)) : _labels is null ? Ops.einsum(equation, inputs, _lora is null ? kernel : _lora.Merge(kernel, compute_dtype)) : QuantizedCall(inputs, training);
        if (_bias is not null) x = Ops.add(x, _float8 is null ? _bias.value : Float8Product.Bias(_bias.value, compute_dtype));
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => Analyze(input_shape).Output;

    /// <inheritdoc/>
    public override Config get_config() => base.get_config().Unless("lora_rank", "lora_alpha", "gptq_unpacked_column_size");

    private sealed record Plan(TensorShape Kernel, TensorShape? Bias, TensorShape Output, int[] InputAxes, int[] OutputAxes);

    /// <summary>Shapes of kernel, bias and output, by the equation and the input.</summary>
    private Plan Analyze(TensorShape input)
    {
        // 1. The three terms, and on which side an ellipsis stands.
        var match = Form().Match(equation);
        var left = match.Groups["left"].Success;
        if (!match.Success || left != match.Groups["left2"].Success || match.Groups["right"].Success != match.Groups["right2"].Success || left && match.Groups["right"].Success)
            throw new ArgumentException($"Invalid einsum equation '{equation}'. Equations must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]....");
        string x = match.Groups["x"].Value, w = match.Groups["w"].Value, y = match.Groups["y"].Value;
        var elided = input.Rank - x.Length;
        if (elided < 0 || elided > 0 && !left && !match.Groups["right"].Success)
            throw new ArgumentException($"EinsumDense '{name}': the equation '{equation}' does not fit an input of {input.Rank} dimensions. Received: input_shape={input}.");

        // 2. The whole shape of the output.
        List<int?> output = [input[0], .. _output];
        if (left)
            for (var i = 1; i < elided; i++) output.Insert(1, input[i]);
        else
            for (var i = input.Rank - elided; i < input.Rank; i++) output.Add(input[i]);
        if (output.Count != y.Length + elided)
            throw new ArgumentException($"EinsumDense '{name}': output_shape {_output} does not fit the equation '{equation}', whose output has {y.Length + elided} dimensions with the batch. Received: input_shape={input}.");
        // What the caller left open stays open in the shape that is told, as in Keras; the weights take it from the input.
        TensorShape told = (int?[])[.. output];
        int? InputOf(char c) => input[x.IndexOf(c) + (left ? elided : 0)];
        int OutputAt(char c) => y.IndexOf(c) + (left ? elided : 0);

        // 3. Axes that the input and the output share.
        foreach (var c in x)
            if (y.Contains(c))
            {
                var known = output[OutputAt(c)];
                if (known is not null && known != InputOf(c))
                    throw new ArgumentException($"Input shape and output shape do not match at shared dimension '{c}'. Input shape is {InputOf(c)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None"}, and output shape is {known}.");
                output[OutputAt(c)] = InputOf(c);
            }
        foreach (var c in y)
            if (!x.Contains(c) && !w.Contains(c))
                throw new ArgumentException($"Dimension '{c}' was specified in the output '{y}' but has no corresponding dim in the input spec '{x}' or weight spec '{w}'");

        // 4. The kernel.
        var kernelShape = new int?[w.Length];
        List<int> inputAxes = [], outputAxes = [];
        for (var i = 0; i < w.Length; i++)
        {
            if (y.Contains(w[i]))
            {
                kernelShape[i] = output[OutputAt(w[i])];
                outputAxes.Add(i);
            }
            else if (x.Contains(w[i]))
            {
                kernelShape[i] = InputOf(w[i]);
                inputAxes.Add(i);
            }
            else throw new ArgumentException($"Weight dimension '{w[i]}' did not have a match in either the input spec '{x}' or the output spec '{y}'. For this layer, the weight must be fully specified.");
        }

        // 5. The bias: from its first axis to the end, 1 where it has none.
        TensorShape? biasShape = null;
        if (bias_axes is not null)
        {
            foreach (var c in bias_axes)
                if (!y.Contains(c)) throw new ArgumentException($"Bias dimension '{c}' was requested, but is not part of the output spec '{y}'");
            var first = bias_axes.Min(c => y.IndexOf(c));
            biasShape = (int?[])[.. y[first..].Select(c => bias_axes.Contains(c) ? output[OutputAt(c)] : 1), .. Enumerable.Repeat((int?)1, left ? 0 : elided)];
        }
        return new(kernelShape, biasShape, told, [.. inputAxes], [.. outputAxes]);
    }

    [GeneratedRegex(@"^(?<left>\.\.\.)?(?<x>[a-zA-Z]+)(?<right>\.\.\.)?,(?<w>[a-zA-Z]+)->(?<left2>\.\.\.)?(?<y>[a-zA-Z]+)(?<right2>\.\.\.)?$")]
    private static partial Regex Form();
}
