using Keras.Backend;

namespace Keras.Layers;

/// <summary>What separable convolutional layers share: each channel is convolved alone, then one point mixes the channels.</summary>
public abstract class BaseSeparableConv : Layer
{
    private readonly ConvSettings _settings;
    private Variable? _depthwise;
    private Variable? _pointwise;
    private Variable? _bias;

    private protected BaseSeparableConv(int rank, int depth_multiplier, int filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate,
        ActivationFunction? activation, bool use_bias, Initializer? depthwise_initializer, Initializer? pointwise_initializer, Initializer? bias_initializer,
        Regularizer? depthwise_regularizer, Regularizer? pointwise_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer, Constraint? depthwise_constraint, Constraint? pointwise_constraint, Constraint? bias_constraint,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        _settings = new(rank, GetType().Name, filters, kernel_size, strides, padding, data_format, dilation_rate, true);
        if (_settings.Padding == "causal") throw new ArgumentException("Argument `padding` must be one of 'valid', 'same'. Received: padding='causal'.");
        if (depth_multiplier <= 0) throw new ArgumentException($"Invalid value for argument `depth_multiplier`. Expected a strictly positive value. Received: depth_multiplier={depth_multiplier}.");
        this.depth_multiplier = depth_multiplier;
        this.filters = filters;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.depthwise_initializer = depthwise_initializer ?? "glorot_uniform"!;
        this.pointwise_initializer = pointwise_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.depthwise_regularizer = depthwise_regularizer;
        this.pointwise_regularizer = pointwise_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.depthwise_constraint = depthwise_constraint;
        this.pointwise_constraint = pointwise_constraint;
        this.bias_constraint = bias_constraint;
        input_spec = _settings.Spec();
        FreesIntermediates = true;
    }

    /// <summary>Number of filters of each channel.</summary>
    public int depth_multiplier { get; }

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

    /// <summary>Function applied to the output.</summary>
    public ActivationFunction activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool use_bias { get; }

    /// <summary>First values of the depthwise kernel.</summary>
    public Initializer depthwise_initializer { get; }

    /// <summary>First values of the pointwise kernel.</summary>
    public Initializer pointwise_initializer { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer { get; }

    /// <summary>Penalty on the depthwise kernel.</summary>
    public Regularizer? depthwise_regularizer { get; }

    /// <summary>Penalty on the pointwise kernel.</summary>
    public Regularizer? pointwise_regularizer { get; }

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer { get; }

    /// <summary>Allowed values of the depthwise kernel.</summary>
    public Constraint? depthwise_constraint { get; }

    /// <summary>Allowed values of the pointwise kernel.</summary>
    public Constraint? pointwise_constraint { get; }

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint { get; }

    /// <summary>The kernel of the channels, of shape (window…, channels, depth_multiplier).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable depthwise_kernel => _depthwise ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The kernel that mixes the channels, of shape (1…, channels · depth_multiplier, filters).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable pointwise_kernel => _pointwise ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (filters,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var channels = _settings.Channels(input_shape, name);
        // Finds a window that is larger than the input before weights are made.
        compute_output_shape(input_shape);
        _depthwise = add_weight((int[])[.. _settings.Kernel, channels, depth_multiplier], depthwise_initializer, regularizer: depthwise_regularizer, constraint: depthwise_constraint, name: "depthwise_kernel");
        _pointwise = add_weight((int[])[.. Enumerable.Repeat(1, _settings.Rank), channels * depth_multiplier, filters], pointwise_initializer, regularizer: pointwise_regularizer, constraint: pointwise_constraint, name: "pointwise_kernel");
        _pointwise.Arrange(Kernel.ConvOrder(_pointwise.ndim));
        if (use_bias) _bias = add_weight(filters, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = _settings.Spec(channels);
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        Tensor weight = depthwise_kernel;
        int[] ones = [.. Enumerable.Repeat(1, _settings.Rank)];
        var x = inputs.dtype == weight.dtype ? inputs : Ops.cast(inputs, weight.dtype);
        x = Kernel.DepthwiseConv(x, weight, null, _settings.Strides, _settings.Padding, _settings.DataFormat, _settings.Dilation);
        x = Kernel.Conv(x, pointwise_kernel, _bias, ones, "valid", _settings.DataFormat, ones);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => _settings.OutputShape(input_shape, filters);
}
