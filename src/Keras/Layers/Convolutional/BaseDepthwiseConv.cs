using Keras.Backend;

namespace Keras.Layers;

/// <summary>What depthwise convolutional layers share: each channel is convolved alone, with filters of its own.</summary>
public abstract class BaseDepthwiseConv : Layer
{
    private readonly ConvSettings _settings;
    private Variable? _kernel;
    private Variable? _bias;

    private protected BaseDepthwiseConv(int rank, int depth_multiplier, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate,
        ActivationFunction? activation, bool use_bias, Initializer? depthwise_initializer, Initializer? bias_initializer,
        Regularizer? depthwise_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer, Constraint? depthwise_constraint, Constraint? bias_constraint,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        _settings = new(rank, GetType().Name, null, kernel_size, strides, padding, data_format, dilation_rate, true);
        if (_settings.Padding == "causal") throw new ArgumentException("Argument `padding` must be one of 'valid', 'same'. Received: padding='causal'.");
        if (depth_multiplier <= 0) throw new ArgumentException($"Invalid value for argument `depth_multiplier`. Expected a strictly positive value. Received: depth_multiplier={depth_multiplier}.");
        this.depth_multiplier = depth_multiplier;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.depthwise_initializer = depthwise_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.depthwise_regularizer = depthwise_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.depthwise_constraint = depthwise_constraint;
        this.bias_constraint = bias_constraint;
        input_spec = _settings.Spec();
        FreesIntermediates = true;
    }

    /// <summary>Number of filters of each channel.</summary>
    public int depth_multiplier { get; }

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

    /// <summary>First values of the kernel.</summary>
    public Initializer depthwise_initializer { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? depthwise_regularizer { get; }

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer { get; }

    /// <summary>Allowed values of the kernel.</summary>
    public Constraint? depthwise_constraint { get; }

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint { get; }

    /// <summary>The kernel, of shape (window…, channels, depth_multiplier).</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (channels · depth_multiplier,); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var channels = _settings.Channels(input_shape, name);
        // Finds a window that is larger than the input before weights are made.
        compute_output_shape(input_shape);
        _kernel = add_weight((int[])[.. _settings.Kernel, channels, depth_multiplier], depthwise_initializer, regularizer: depthwise_regularizer, constraint: depthwise_constraint, name: "kernel");
        if (use_bias) _bias = add_weight(channels * depth_multiplier, bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = _settings.Spec(channels);
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        Tensor weight = kernel;
        var x = Kernel.DepthwiseConv(inputs.dtype == weight.dtype ? inputs : Ops.cast(inputs, weight.dtype), weight, _bias, _settings.Strides, _settings.Padding, _settings.DataFormat, _settings.Dilation);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) =>
        _settings.OutputShape(input_shape, ConvShapes.Channels(input_shape, data_format) * depth_multiplier);
}
