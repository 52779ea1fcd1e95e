using Keras.Backend;

namespace Keras.Layers;

/// <summary>What the locally connected layers share: a convolution whose window has other weights at each place.</summary>
/// <remarks>
/// The three implementations of Keras 2 compute the same and differ in the shape of their kernel, which files keep:
/// 1 has a matrix for each place, 2 weights between all inputs and all outputs of which most are masked out, 3 only those that count, in one row.
/// </remarks>
public abstract class LocallyConnected : Layer
{
    private readonly ConvSettings _settings;
    private Variable? _kernel;
    private Variable? _bias;
    private int[] _outputs = [];
    // For each place of the output the elements of one flattened sample under its window; or those of the kernel in a dense matrix.
    private Tensor? _places;

    private protected LocallyConnected(int rank, int filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, ActivationFunction? activation, bool use_bias,
        Initializer? kernel_initializer, Initializer? bias_initializer, Regularizer? kernel_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer,
        Constraint? kernel_constraint, Constraint? bias_constraint, int implementation, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, activity_regularizer, input_shape)
    {
        _settings = new(rank, GetType().Name, filters, kernel_size, strides, padding, data_format, 1, false);
        if (this.padding is not ("valid" or "same")) throw new ArgumentException($"{GetType().Name}: invalid padding. Expected 'valid' or 'same'. Received: padding='{padding}'.");
        if (implementation is < 1 or > 3) throw new ArgumentException($"{GetType().Name}: unrecognized implementation mode. Expected 1, 2 or 3. Received: implementation={implementation}.");
        if (implementation == 1 && this.padding != "valid")
            throw new ArgumentException($"{GetType().Name}: invalid border mode; only 'valid' is supported if implementation is 1. Received: padding='{padding}'. Pass implementation: 2.");
        this.filters = filters;
        this.activation = activation ?? "linear"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        this.implementation = implementation;
        input_spec = new InputSpec(ndim: rank + 2);
    }

    /// <summary>Number of filters: the channels of the output.</summary>
    public int filters { get; }

    /// <summary>Size of the window.</summary>
    public Sizes kernel_size => _settings.Kernel;

    /// <summary>Step of the window.</summary>
    public Sizes strides => _settings.Strides;

    /// <summary><c>valid</c>, or <c>same</c> in the implementations 2 and 3.</summary>
    public string padding => _settings.Padding;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format => _settings.DataFormat;

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

    /// <summary>How the kernel is laid out: 1, 2 or 3.</summary>
    public int implementation { get; }

    /// <summary>The kernel, of the shape that <see cref="implementation"/> gives it.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable kernel => _kernel ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no kernel. Call it on data, or build it.");

    /// <summary>The bias, of shape (places…, filters); <see langword="null"/> without one.</summary>
    public Variable? bias => _bias;

    private bool ChannelsLast => data_format == "channels_last";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A dimension of the input is unknown, or smaller than the window.</exception>
    public override void build(TensorShape input_shape)
    {
        // 1. Each place has its own weights, so that all sizes must be known.
        var channels = _settings.Channels(input_shape, name);
        var inputs = new int[_settings.Rank];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = input_shape[(ChannelsLast ? 1 : 2) + i] ?? throw new ArgumentException($"The spatial dimensions of the inputs to the layer '{name}' should be fully-defined, but it received the inputs shape {input_shape}.");
        var output = compute_output_shape(input_shape);
        _outputs = [.. inputs.Select((_, i) => output[(ChannelsLast ? 1 : 2) + i]!.Value)];

        // 2. Kernel and bias.
        var geometry = new LocalGeometry(inputs, _outputs, _settings.Kernel, _settings.Strides, padding == "same", channels, filters, ChannelsLast);
        if (implementation > 1 && (long)geometry.InputSize * geometry.OutputSize > int.MaxValue)
            throw new ArgumentException($"The layer '{name}' would connect {geometry.InputSize} inputs with {geometry.OutputSize} outputs, too many for implementation={implementation}. Pass implementation: 1.");
        int[] shape = implementation switch
        {
            1 => [_outputs.Aggregate(1, (a, b) => a * b), _settings.Kernel.Aggregate(1, (a, b) => a * b) * channels, filters],
            2 when ChannelsLast => [.. inputs, channels, .. _outputs, filters],
            2 => [channels, .. inputs, filters, .. _outputs],
            _ => [geometry.Connections.Length],
        };
        using (new TensorScope())
        {
            _places = (implementation == 1 ? Ops.reshape(Kernel.FromArray(geometry.Windows(), "int32"), (shape[0], shape[1]))
                : implementation == 2 ? Ops.reshape(Kernel.FromArray(geometry.Mask(), "float32"), (geometry.InputSize, geometry.OutputSize))
                : Kernel.FromArray(geometry.Connections, "int32")).keep();
        }
        _kernel = add_weight(shape, kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        if (use_bias) _bias = add_weight((int[])[.. _outputs, filters], bias_initializer, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
        input_spec = new InputSpec(ndim: _settings.Rank + 2, axes: new() { [ChannelsLast ? -1 : 1] = channels });
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var rows = Ops.reshape(inputs, (-1, (int)inputs.shape.Skip(1).Aggregate(1L, (a, d) => a * d!.Value)));
        int[] result = ChannelsLast ? [-1, .. _outputs, filters] : [-1, filters, .. _outputs];
        Tensor x;
        if (implementation == 1)
        {
            x = Ops.reshape(Ops.einsum("bpi,pio->bpo", Ops.take(rows, _places!, axis: 1), kernel), (int[])[-1, .. _outputs, filters]);
            if (!ChannelsLast) x = Ops.moveaxis(x, -1, 1);
        }
        else
        {
            x = Ops.reshape(Ops.matmul(rows, Dense((int)rows.shape[1]!.Value)), result);
        }
        // As Keras 2: with the channels first the bias is read as (filters, places…), though its shape is (places…, filters).
        if (_bias is not null) x += ChannelsLast ? (Tensor)_bias : Ops.reshape(_bias, (int[])[1, filters, .. _outputs]);
        return activation.IsLinear ? x : activation.Apply(x);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => _settings.OutputShape(input_shape, filters);

    // The weights between all inputs (rows) and all outputs (columns).
    private Tensor Dense(int inputs)
    {
        var outputs = _outputs.Aggregate(filters, (a, b) => a * b);
        if (implementation == 2) return Ops.reshape(kernel, (inputs, outputs)) * Ops.cast(_places!, compute_dtype);
        var flat = Ops.scatter(Ops.expand_dims(_places!, -1), kernel, inputs * outputs);
        return Ops.transpose(Ops.reshape(flat, (outputs, inputs)));
    }
}
