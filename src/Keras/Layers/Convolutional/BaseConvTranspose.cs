using Keras.Backend;

namespace Keras.Layers;

/// <summary>What transposed convolutional layers share: every point of the input spreads its kernel over a larger output.</summary>
public abstract class BaseConvTranspose : Layer
{
    private readonly ConvSettings _settings;
    private readonly int[]? _outputPadding;
    private Variable? _kernel;
    private Variable? _bias;

    private protected BaseConvTranspose(int rank, int filters, Sizes kernel_size, Sizes strides, string padding, Sizes? output_padding, string? data_format, Sizes dilation_rate,
        ActivationFunction? activation, bool use_bias, Initializer? kernel_initializer, Initializer? bias_initializer,
        Regularizer? kernel_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer, Constraint? kernel_constraint, Constraint? bias_constraint,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        _settings = new(rank, GetType().Name, filters, kernel_size, strides, padding, data_format, dilation_rate, false);
        if (_settings.Padding == "causal") throw new ArgumentException("Argument `padding` must be one of 'valid', 'same'. Received: padding='causal'.");
        _outputPadding = output_padding?.Expand(rank, "output_padding", 0);
        for (var i = 0; i < rank; i++)
            if (_outputPadding?[i] >= _settings.Strides[i])
                throw new ArgumentException($"`output_padding` must be strictly less than `strides` for all dimensions. At dimension {i}, `output_padding` is {_outputPadding[i]} but `strides` is {_settings.Strides[i]}. Received: output_padding={output_padding}, strides={strides}.");
        this.filters = filters;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        input_spec = _settings.Spec();
        FreesIntermediates = true;
    }

    /// <summary>Number of filters: the channels of the output.</summary>
    public int filters { get; }

    /// <summary>Size of the window.</summary>
    public Sizes kernel_size => _settings.Kernel;

    /// <summary>Step of the window.</summary>
    public Sizes strides => _settings.Strides;

    /// <summary>How the borders are filled: <c>valid</c> or <c>same</c>.</summary>
    public string padding => _settings.Padding;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format => _settings.DataFormat;

    /// <summary>Distance of the points of the window.</summary>
    public Sizes dilation_rate => _settings.Dilation;

    /// <summary>How much the output exceeds its least size; <see langword="null"/> as the padding says.</summary>
    public Sizes? output_padding => _outputPadding is { } p ? (Sizes)p : default(Sizes?);

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

    /// <summary>The kernel, of shape (window…, filters, channels).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (filters,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var channels = _settings.Channels(input_shape, name);
        // Finds sizes without an output before weights are made.
        compute_output_shape(input_shape);
        _kernel = add_weight((int[])[.. _settings.Kernel, filters, channels], kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        _kernel.Arrange(Kernel.ConvOrder(_kernel.ndim));
        if (use_bias) _bias = add_weight(filters, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = _settings.Spec(channels);
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        Tensor weight = kernel;
        var x = Kernel.ConvTranspose(inputs.dtype == weight.dtype ? inputs : Ops.cast(inputs, weight.dtype), weight, _bias, _settings.Strides, _settings.Padding, _outputPadding, _settings.DataFormat, _settings.Dilation);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) =>
        ConvShapes.ConvTranspose(input_shape, filters, _settings.Kernel, _settings.Strides, _settings.Padding, _outputPadding, _settings.DataFormat, _settings.Dilation);
}
