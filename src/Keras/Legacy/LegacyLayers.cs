using Keras.Layers;

namespace Keras.Legacy;

/// <summary>Layers of Keras 2 that are special cases of others, under their old names.</summary>
[Obsolete("Keras 3 dropped this name. See what it returns.")]
public static class LegacyLayers
{
    /// <summary>The input where it is above a border, 0 elsewhere.</summary>
    /// <param name="theta">The border, not negative.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <returns>A ReLU with the border as its threshold, which is what Keras 3 has.</returns>
    /// <exception cref="ArgumentException">The border is negative.</exception>
    [KerasExport("keras.layers.ThresholdedReLU")]
    public static ReLU ThresholdedReLU(double theta = 1.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) => theta >= 0
        ? new(threshold: theta, name: name, trainable: trainable, dtype: dtype, input_shape: input_shape)
        : throw new ArgumentException($"Theta of a Thresholded ReLU layer cannot be negative. Received: theta={theta}");

    /// <summary>An LSTM that CUDA's library can compute.</summary>
    /// <param name="units">Size of the output and of the states.</param>
    /// <param name="kernel_initializer">First values of the kernel.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel.</param>
    /// <param name="bias_initializer">First values of the bias.</param>
    /// <param name="unit_forget_bias">Whether the forget gate's bias begins at 1.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the bias.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the bias.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last states are given too.</param>
    /// <param name="go_backwards">Whether the steps run from last to first.</param>
    /// <param name="stateful">Whether a batch begins with the last states of the one before.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size.</param>
    /// <returns>An LSTM, which chooses the engine's fused kernel by itself.</returns>
    [KerasExport("keras.layers.CuDNNLSTM")]
    public static LSTM CuDNNLSTM(int units, Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null, bool unit_forget_bias = true,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        bool return_sequences = false, bool return_state = false, bool go_backwards = false, bool stateful = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, TensorShape? batch_input_shape = null) =>
        new(units, kernel_initializer: kernel_initializer, recurrent_initializer: recurrent_initializer, bias_initializer: bias_initializer, unit_forget_bias: unit_forget_bias,
            kernel_regularizer: kernel_regularizer, recurrent_regularizer: recurrent_regularizer, bias_regularizer: bias_regularizer, activity_regularizer: activity_regularizer,
            kernel_constraint: kernel_constraint, recurrent_constraint: recurrent_constraint, bias_constraint: bias_constraint,
            return_sequences: return_sequences, return_state: return_state, go_backwards: go_backwards, stateful: stateful,
            name: name, trainable: trainable, dtype: dtype, input_shape: input_shape, batch_input_shape: batch_input_shape);

    /// <summary>A GRU that CUDA's library can compute.</summary>
    /// <param name="units">Size of the output and of the state.</param>
    /// <param name="kernel_initializer">First values of the kernel.</param>
    /// <param name="recurrent_initializer">First values of the recurrent kernel.</param>
    /// <param name="bias_initializer">First values of the biases.</param>
    /// <param name="kernel_regularizer">Penalty on the kernel.</param>
    /// <param name="recurrent_regularizer">Penalty on the recurrent kernel.</param>
    /// <param name="bias_regularizer">Penalty on the biases.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="kernel_constraint">Allowed values of the kernel.</param>
    /// <param name="recurrent_constraint">Allowed values of the recurrent kernel.</param>
    /// <param name="bias_constraint">Allowed values of the biases.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last state is given too.</param>
    /// <param name="go_backwards">Whether the steps run from last to first.</param>
    /// <param name="stateful">Whether a batch begins with the last state of the one before.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size.</param>
    /// <returns>A GRU, which chooses the fused kernel by itself.</returns>
    [KerasExport("keras.layers.CuDNNGRU")]
    public static GRU CuDNNGRU(int units, Initializer? kernel_initializer = null, Initializer? recurrent_initializer = null, Initializer? bias_initializer = null,
        Regularizer? kernel_regularizer = null, Regularizer? recurrent_regularizer = null, Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null,
        Constraint? kernel_constraint = null, Constraint? recurrent_constraint = null, Constraint? bias_constraint = null,
        bool return_sequences = false, bool return_state = false, bool go_backwards = false, bool stateful = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, TensorShape? batch_input_shape = null) =>
        new(units, kernel_initializer: kernel_initializer, recurrent_initializer: recurrent_initializer, bias_initializer: bias_initializer,
            kernel_regularizer: kernel_regularizer, recurrent_regularizer: recurrent_regularizer, bias_regularizer: bias_regularizer, activity_regularizer: activity_regularizer,
            kernel_constraint: kernel_constraint, recurrent_constraint: recurrent_constraint, bias_constraint: bias_constraint,
            return_sequences: return_sequences, return_state: return_state, go_backwards: go_backwards, stateful: stateful,
            name: name, trainable: trainable, dtype: dtype, input_shape: input_shape, batch_input_shape: batch_input_shape);

    /// <summary>Batch normalization over all replicas of a model, of which there is one here.</summary>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="momentum">How much of the moving values stays at each step.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="center">Whether an offset is learned.</param>
    /// <param name="scale">Whether a factor is learned.</param>
    /// <param name="beta_initializer">First values of the offset.</param>
    /// <param name="gamma_initializer">First values of the factor.</param>
    /// <param name="moving_mean_initializer">First values of the moving mean.</param>
    /// <param name="moving_variance_initializer">First values of the moving variance.</param>
    /// <param name="beta_regularizer">Penalty on the offset.</param>
    /// <param name="gamma_regularizer">Penalty on the factor.</param>
    /// <param name="beta_constraint">Allowed values of the offset.</param>
    /// <param name="gamma_constraint">Allowed values of the factor.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    [KerasExport("keras.layers.experimental.SyncBatchNormalization")]
    public static BatchNormalization SyncBatchNormalization(int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        Initializer? beta_initializer = null, Initializer? gamma_initializer = null, Initializer? moving_mean_initializer = null, Initializer? moving_variance_initializer = null,
        Regularizer? beta_regularizer = null, Regularizer? gamma_regularizer = null, Constraint? beta_constraint = null, Constraint? gamma_constraint = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) =>
        new(axis, momentum, epsilon, center, scale, beta_initializer, gamma_initializer, moving_mean_initializer, moving_variance_initializer,
            beta_regularizer, gamma_regularizer, beta_constraint, gamma_constraint, name: name, trainable: trainable, dtype: dtype, input_shape: input_shape);
}
