using Keras.Backend;

namespace Keras.Layers;

/// <summary>A fully connected recurrent layer: its output is fed back as its state.</summary>
/// <remarks>
/// With tanh or relu and no recurrent dropout the engine computes all steps in one call.
/// See https://keras.io/api/layers/recurrent_layers/simple_rnn/.
/// Porting note: Keras 3.15 takes activity_regularizer and forgets it, against its documentation; here it works.
/// </remarks>
[KerasExport("keras.layers.SimpleRNN")]
public sealed class SimpleRNN : GatedRNN
{
    /// <summary>Makes the layer.</summary>
    /// <param name="units">Size of the output and of the state.</param>
    /// <param name="activation">Function of the output; tanh by default.</param>
    /// <param name="use_bias">Whether a bias is added.</param>
    /// <param name="kernel_initializer">First values of the kernel.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel.</param>
    /// <param name="bias_initializer">First values of the bias.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="dropout">Part of the input elements that are dropped.</param>
    /// <param name="recurrent_dropout">Part of the state elements that are dropped.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last state is given too.</param>
    /// <param name="go_backwards">Whether the steps run from last to first.</param>
    /// <param name="stateful">Whether a batch begins with the last states of the one before.</param>
    /// <param name="unroll">Kept for the config.</param>
    /// <param name="seed">Seed of the dropped elements.</param>
    /// <param name="zero_output_for_mask">Whether masked steps give zeros.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size.</param>
    public SimpleRNN(int units, ActivationFunction? activation = null, bool use_bias = true,
        Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        double dropout = 0.0, double recurrent_dropout = 0.0, bool return_sequences = false, bool return_state = false, bool go_backwards = false,
        bool stateful = false, bool unroll = false, long? seed = null, bool zero_output_for_mask = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, TensorShape? batch_input_shape = null)
        : base(new SimpleRNNCell(units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
                kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed,
                name: "simple_rnn_cell", trainable: trainable, dtype: dtype),
            return_sequences, return_state, go_backwards, stateful, unroll, default, zero_output_for_mask, activity_regularizer, name, trainable, dtype, input_shape, batch_input_shape)
    {
    }

    private protected override bool HasKernel => activation.name is "tanh" or "relu";

    private protected override (Tensor Outputs, Tensor[] States) Fused(Tensor sequences, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor? bias, bool training)
    {
        var (outputs, h) = Kernel.SimpleRnn(sequences, states[0], kernel, recurrent, bias, activation.name == "relu", training);
        return (outputs, [h]);
    }

    /// <summary>The arguments that make an equal layer; Keras leaves the seed out.</summary>
    public override Config get_config()
    {
        var config = base.get_config();
        config.Remove("seed");
        return config;
    }

    /// <summary>Makes the layer of a configuration.</summary>
    /// <param name="config">Arguments by name.</param>
    public static SimpleRNN from_config(Config config) => SeedOrder.Construct<SimpleRNN>(config);
}
