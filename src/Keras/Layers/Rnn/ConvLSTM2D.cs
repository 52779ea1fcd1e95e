namespace Keras.Layers;

/// <summary>An LSTM over films: its products are two-dimensional convolutions.</summary>
/// <remarks>
/// Input (batch, time, height, width, channels), output (batch, height, width, filters), or (batch, time, height, width, filters) with return_sequences;
/// channels come before the spatial dimensions for <c>channels_first</c>. Shi et al., 2015, https://arxiv.org/abs/1506.04214;
/// see https://keras.io/api/layers/recurrent_layers/conv_lstm2d/.
/// </remarks>
[KerasExport("keras.layers.ConvLSTM2D")]
public sealed class ConvLSTM2D : ConvLSTM
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters: the channels of the output and of each state.</param>
    /// <param name="kernel_size">Size of the window: one number, or one a dimension.</param>
    /// <param name="strides">Step of the window over the input; 1 by default.</param>
    /// <param name="padding"><c>valid</c> for none, or <c>same</c> for as many zeros as keep the size at a step of 1.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the points of the window over the input; 1 by default.</param>
    /// <param name="activation">Function of the candidate and the output; tanh by default.</param>
    /// <param name="recurrent_activation">Function of the gates; sigmoid by default.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel; Glorot uniform by default.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel; orthogonal by default.</param>
    /// <param name="bias_initializer">First values of the bias; zeros by default.</param>
    /// <param name="unit_forget_bias">Whether the forget gate's bias starts at one.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="dropout">Part of the input elements that are dropped.</param>
    /// <param name="recurrent_dropout">Part of the state elements that are dropped.</param>
    /// <param name="seed">Seed of the dropped elements.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last states h and c are given too.</param>
    /// <param name="go_backwards">Whether the steps run from last to first.</param>
    /// <param name="stateful">Whether a batch begins with the last states of the one before.</param>
    /// <param name="unroll">Kept for the config.</param>
    /// <param name="zero_output_for_mask">Whether masked steps give zeros.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size.</param>
    /// <exception cref="ArgumentException">An argument has no such value, or a step above 1 meets a dilation above 1.</exception>
    public ConvLSTM2D(int filters, Size2D kernel_size, Size2D? strides = null, string padding = "valid", string? data_format = null, Size2D? dilation_rate = null,
        ActivationFunction? activation = null, ActivationFunction? recurrent_activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null, bool unit_forget_bias = true,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, long? seed = null, bool return_sequences = false, bool return_state = false, bool go_backwards = false,
        bool stateful = false, bool unroll = false, bool zero_output_for_mask = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, TensorShape? batch_input_shape = null)
        : base(2, filters, kernel_size, strides ?? 1, padding, data_format, dilation_rate ?? 1, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer, recurrent_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed, return_sequences, return_state, go_backwards, stateful, unroll,
            zero_output_for_mask, name, trainable, dtype, input_shape, batch_input_shape)
    {
    }

    /// <summary>Makes the layer of a configuration.</summary>
    /// <param name="config">Arguments by name.</param>
    public static ConvLSTM2D from_config(Config config) => SeedOrder.Construct<ConvLSTM2D>(config);
}
