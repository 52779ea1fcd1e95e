using Keras.Backend;

namespace Keras.Layers;

/// <summary>Long short-term memory.</summary>
/// <remarks>
/// Hochreiter and Schmidhuber, 1997. With tanh, sigmoid and no recurrent dropout the engine computes all steps in one call.
/// See https://keras.io/api/layers/recurrent_layers/lstm/.
/// </remarks>
[KerasExport("keras.layers.LSTM")]
public sealed class LSTM : GatedRNN
{
    /// <summary>Makes the layer.</summary>
    /// <param name="units">Size of the output and of each state.</param>
    /// <param name="activation">Function of the candidate and the output; tanh by default.</param>
    /// <param name="recurrent_activation">Function of the gates; sigmoid by default.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel.</param>
    /// <param name="bias_initializer">First values of the bias.</param>
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
    /// <param name="use_cudnn">Whether the engine's fused kernel is used: <c>"auto"</c> where it fits, <see langword="false"/> never.</param>
    /// <param name="zero_output_for_mask">Whether masked steps give zeros.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size.</param>
    /// <param name="implementation">1 computes the gates one by one, each with dropout masks of its own; 2 together.</param>
    public LSTM(int units, ActivationFunction? activation = null, ActivationFunction? recurrent_activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null, bool unit_forget_bias = true,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, long? seed = null, bool return_sequences = false, bool return_state = false, bool go_backwards = false,
        bool stateful = false, bool unroll = false, CudnnChoice use_cudnn = default, bool zero_output_for_mask = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, TensorShape? batch_input_shape = null,
        int implementation = 2)
        : base(new LSTMCell(units, activation, recurrent_activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer, unit_forget_bias,
                kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed,
                name: "lstm_cell", trainable: trainable, dtype: dtype, implementation: implementation),
            return_sequences, return_state, go_backwards, stateful, unroll, use_cudnn, zero_output_for_mask, activity_regularizer, name, trainable, dtype, input_shape, batch_input_shape)
    {
    }

    private LSTMCell Cell => (LSTMCell)cell;

    /// <summary>Function of the gates.</summary>
    public ActivationFunction recurrent_activation => Cell.recurrent_activation;

    /// <summary>Whether the forget gate's bias starts at one.</summary>
    public bool unit_forget_bias => Cell.unit_forget_bias;

    /// <summary>Whether the engine's fused kernel is used. It is no part of the configuration.</summary>
    public CudnnChoice use_cudnn
    {
        get => Choice;
        set => Choice = value;
    }

    private protected override bool HasKernel => activation.name == "tanh" && recurrent_activation.name == "sigmoid";

    private protected override bool OutputIsState => false;

    private protected override (Tensor Outputs, Tensor[] States) Fused(Tensor sequences, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor? bias, bool training)
    {
        var (outputs, h, c) = Kernel.Lstm(sequences, states[0], states[1], kernel, recurrent, bias, training);
        return (outputs, [h, c]);
    }
}
