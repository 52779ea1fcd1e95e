namespace Keras.Layers;

/// <summary>What ConvLSTM1D, ConvLSTM2D and ConvLSTM3D share: an LSTM over time whose inputs and states are images.</summary>
public abstract class ConvLSTM : RNN
{
    private protected ConvLSTM(int rank, int filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate,
        ActivationFunction? activation, ActivationFunction? recurrent_activation, bool use_bias, Initializer? kernel_initializer, Initializer? recurrent_initializer,
        Initializer? bias_initializer, bool unit_forget_bias, Regularizer? kernel_regularizer, Regularizer? recurrent_regularizer, Regularizer? bias_regularizer,
        Regularizer? activity_regularizer, Constraint? kernel_constraint, Constraint? recurrent_constraint, Constraint? bias_constraint,
        double dropout, double recurrent_dropout, long? seed, bool return_sequences, bool return_state, bool go_backwards, bool stateful, bool unroll,
        bool zero_output_for_mask, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape, TensorShape? batch_input_shape)
        : base(new ConvLSTMCell(rank, filters, kernel_size, strides, padding, data_format, dilation_rate, activation, recurrent_activation, use_bias, kernel_initializer,
                recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
                bias_constraint, dropout, recurrent_dropout, seed, "conv_lstm_cell", trainable, dtype),
            return_sequences, return_state, go_backwards, stateful, unroll, zero_output_for_mask, activity_regularizer, name, trainable, dtype, input_shape, batch_input_shape) =>
        input_spec = new InputSpec(ndim: rank + 3);

    private ConvLSTMCell Cell => (ConvLSTMCell)cell;

    /// <summary>Number of filters: the channels of the output and of each state.</summary>
    public int filters => Cell.filters;

    /// <summary>Size of the window.</summary>
    public Sizes kernel_size => Cell.kernel_size;

    /// <summary>Step of the window over the input.</summary>
    public Sizes strides => Cell.strides;

    /// <summary>How the borders of the input are filled: <c>valid</c> or <c>same</c>.</summary>
    public string padding => Cell.padding;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format => Cell.data_format;

    /// <summary>Distance of the points of the window over the input.</summary>
    public Sizes dilation_rate => Cell.dilation_rate;

    /// <summary>Function of the candidate and the output.</summary>
    public ActivationFunction activation => Cell.activation;

    /// <summary>Function of the gates.</summary>
    public ActivationFunction recurrent_activation => Cell.recurrent_activation;

    /// <summary>Whether a bias is added.</summary>
    public bool use_bias => Cell.use_bias;

    /// <summary>First values of the kernel.</summary>
    public Initializer kernel_initializer => Cell.kernel_initializer;

    /// <summary>First values of the recurrent kernel.</summary>
    public Initializer recurrent_initializer => Cell.recurrent_initializer;

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer => Cell.bias_initializer;

    /// <summary>Whether the forget gate's bias starts at one.</summary>
    public bool unit_forget_bias => Cell.unit_forget_bias;

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? kernel_regularizer => Cell.kernel_regularizer;

    /// <summary>Penalty on the recurrent kernel.</summary>
    public Regularizer? recurrent_regularizer => Cell.recurrent_regularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer => Cell.bias_regularizer;

    /// <summary>Allowed values of the kernel.</summary>
    public Constraint? kernel_constraint => Cell.kernel_constraint;

    /// <summary>Allowed values of the recurrent kernel.</summary>
    public Constraint? recurrent_constraint => Cell.recurrent_constraint;

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint => Cell.bias_constraint;

    /// <summary>Part of the input elements that are dropped.</summary>
    public double dropout => Cell.dropout;

    /// <summary>Part of the state elements that are dropped.</summary>
    public double recurrent_dropout => Cell.recurrent_dropout;

    private protected override void AddCell(Config config) => AddCellArguments(config);
}
