using Keras.Backend;

namespace Keras.Layers;

/// <summary>One step of an LSTM whose products are convolutions.</summary>
/// <remarks>Shi et al., 2015, https://arxiv.org/abs/1506.04214. Gates are in the order input, forget, candidate, output.</remarks>
internal sealed class ConvLSTMCell : DropoutRNNCell
{
    private readonly ConvSettings _settings;
    private readonly int[] _ones;
    private Variable? _kernel;
    private Variable? _recurrentKernel;
    private Variable? _bias;
    private TensorShape _step;

    public ConvLSTMCell(int rank, int filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate,
        ActivationFunction? activation, ActivationFunction? recurrent_activation, bool use_bias, Initializer? kernel_initializer, Initializer? recurrent_initializer,
        Initializer? bias_initializer, bool unit_forget_bias, Regularizer? kernel_regularizer, Regularizer? recurrent_regularizer, Regularizer? bias_regularizer,
        Constraint? kernel_constraint, Constraint? recurrent_constraint, Constraint? bias_constraint, double dropout, double recurrent_dropout, long? seed,
        string? name, bool trainable, DTypePolicy? dtype) : base(dropout, recurrent_dropout, seed, true, name, trainable, dtype)
    {
        if (string.Equals(padding, "causal", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The `padding` argument of a ConvLSTM layer must be one of 'valid', 'same'. Received: padding='{padding}'.");
        _settings = new(rank, $"ConvLSTM{rank}D", filters, kernel_size, strides, padding, data_format, dilation_rate, false);
        _ones = [.. Enumerable.Repeat(1, rank)];
        this.filters = filters;
        this.activation = activation ?? "tanh"!;
        this.recurrent_activation = recurrent_activation ?? "sigmoid"!;
        this.use_bias = use_bias;
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.recurrent_initializer = recurrent_initializer ?? "orthogonal"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.unit_forget_bias = unit_forget_bias;
        this.kernel_regularizer = kernel_regularizer;
        this.recurrent_regularizer = recurrent_regularizer;
        this.bias_regularizer = bias_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.recurrent_constraint = recurrent_constraint;
        this.bias_constraint = bias_constraint;
        FreesIntermediates = true;
    }

    public int filters { get; }

    public Sizes kernel_size => _settings.Kernel;

    public Sizes strides => _settings.Strides;

    public string padding => _settings.Padding;

    public string data_format => _settings.DataFormat;

    public Sizes dilation_rate => _settings.Dilation;

    public ActivationFunction activation { get; }

    public ActivationFunction recurrent_activation { get; }

    public bool use_bias { get; }

    public Initializer kernel_initializer { get; }

    public Initializer recurrent_initializer { get; }

    public Initializer bias_initializer { get; }

    public bool unit_forget_bias { get; }

    public Regularizer? kernel_regularizer { get; }

    public Regularizer? recurrent_regularizer { get; }

    public Regularizer? bias_regularizer { get; }

    public Constraint? kernel_constraint { get; }

    public Constraint? recurrent_constraint { get; }

    public Constraint? bias_constraint { get; }

    /// <summary>Channels of the two states; their other dimensions follow from the input.</summary>
    public override int[] state_size => [filters, filters];

    private protected override int MaskCount => 4;

    internal override TensorShape OutputShape(TensorShape stepInput) => _settings.OutputShape(stepInput, filters);

    internal override TensorShape[] StateShapes(int? batch)
    {
        if (_step.Rank == 0) throw new InvalidOperationException($"The shape of the states of '{name}' is known once the layer is built. Call it on data, or build it.");
        var state = OutputShape(_step.With(0, batch));
        return [state, state];
    }

    public override void build(TensorShape input_shape)
    {
        var channels = _settings.Channels(input_shape, name);
        var last = _settings.ChannelAxis == -1;
        var spatial = last ? input_shape[1..^1] : input_shape[2..];
        if (!spatial.IsFullyDefined)
            throw new ArgumentException($"ConvLSTM layers only support static input shapes for the spatial dimension. Received invalid input shape: input_shape={input_shape}");
        _step = input_shape;
        // Finds a window that is larger than the input before weights are made.
        OutputShape(input_shape);
        _kernel = add_weight((int[])[.. _settings.Kernel, channels, filters * 4], kernel_initializer, regularizer: kernel_regularizer, constraint: kernel_constraint, name: "kernel");
        _recurrentKernel = add_weight((int[])[.. _settings.Kernel, filters, filters * 4], recurrent_initializer, regularizer: recurrent_regularizer, constraint: recurrent_constraint, name: "recurrent_kernel");
        if (!use_bias) return;
        var first = unit_forget_bias ? new ForgetBias(bias_initializer, filters) : bias_initializer;
        _bias = add_weight(filters * 4, first, regularizer: bias_regularizer, constraint: bias_constraint, name: "bias");
    }

    protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
    {
        Tensor h = states[0], c = states[1];
        var z = training && (dropout > 0 || recurrent_dropout > 0) ? GateByGate(inputs, h, training) : AllGates(inputs, h);
        var next = recurrent_activation.Apply(z[1]) * c + recurrent_activation.Apply(z[0]) * activation.Apply(z[2]);
        var output = recurrent_activation.Apply(z[3]) * activation.Apply(next);
        return (output, [output, next]);
    }

    /// <summary>The four gates in two convolutions: filters are independent of each other.</summary>
    private Tensor[] AllGates(Tensor inputs, Tensor h)
    {
        var all = InputConv(inputs, _kernel!, _bias) + RecurrentConv(h, _recurrentKernel!);
        return Kernel.Split(all, [filters, filters, filters, filters], _settings.ChannelAxis == -1 ? _settings.Rank + 1 : 1);
    }

    /// <summary>Each gate with dropout masks of its own.</summary>
    private Tensor[] GateByGate(Tensor inputs, Tensor h, bool training)
    {
        long[] parts = [filters, filters, filters, filters];
        var kernels = Kernel.Split(_kernel!, parts, _settings.Rank + 1);
        var recurrent = Kernel.Split(_recurrentKernel!, parts, _settings.Rank + 1);
        var biases = _bias is null ? null : Kernel.Split(_bias, parts, 0);
        var z = new Tensor[4];
        for (var g = 0; g < 4; g++) z[g] = InputConv(DropInput(inputs, training, g), kernels[g], biases?[g]) + RecurrentConv(DropState(h, training, g), recurrent[g]);
        return z;
    }

    private Tensor InputConv(Tensor x, Tensor kernel, Tensor? bias) => Kernel.Conv(x, kernel, bias, _settings.Strides, _settings.Padding, _settings.DataFormat, _settings.Dilation);

    private Tensor RecurrentConv(Tensor x, Tensor kernel) => Kernel.Conv(x, kernel, null, _ones, "same", _settings.DataFormat, _ones);
}
