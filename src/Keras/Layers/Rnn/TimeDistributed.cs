using Keras.Backend;

namespace Keras.Layers;

/// <summary>Applies a layer to every time step of its input.</summary>
/// <remarks>
/// Input (batch, time, …), output (batch, time, …) with the inner layer's output at each step.
/// See https://keras.io/api/layers/recurrent_layers/time_distributed/.
/// </remarks>
[KerasExport("keras.layers.TimeDistributed")]
public sealed class TimeDistributed : Wrapper
{
    /// <summary>Makes the layer.</summary>
    /// <param name="layer">The layer applied to every step.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="input_shape">Shape of one sample with its steps, for the first layer of a Sequential.</param>
    public TimeDistributed(Layer layer, string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activity_regularizer = null,
        TensorShape? input_shape = null) : base(layer, name, trainable, dtype, activity_regularizer, input_shape)
    {
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        if (!BuildsByHand(input_shape)) base.build(StepShape(input_shape));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        var step = layer.compute_output_shape(StepShape(input_shape));
        return new TensorShape(step[0], input_shape[1]).Concat(step[1..]);
    }

    private TensorShape StepShape(TensorShape input)
    {
        if (input.Rank < 3)
            throw new ArgumentException($"`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions, received: {input} (layer '{name}'). The first two are batch and time.");
        return new TensorShape(input[0]).Concat(input[2..]);
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        CheckMask(inputs, mask);
        return Folds(layer, training, mask is not null) ? AllSteps(inputs, training) : StepByStep(inputs, training, mask);
    }

    private void CheckMask(Tensor inputs, Tensor? mask)
    {
        if (mask is null) return;
        long[] dims = mask.Dims, expected = inputs.Dims;
        if (dims.Length < 2)
            throw new ArgumentException($"The `mask` passed to the `TimeDistributed` layer must be at least 2D (e.g., `(batch_size, timesteps)`), but it has {dims.Length} dimension(s) with shape {mask.shape}.");
        if (dims[0] != expected[0] || dims[1] != expected[1])
            throw new ArgumentException($"The `mask` passed to the `TimeDistributed` layer has a shape {mask.shape} that is incompatible with the input shape {inputs.shape}. " +
                $"The first two dimensions of the mask (batch size and timesteps) must match the input's first two dimensions. Expected mask shape prefix: ({expected[0]}, {expected[1]}).");
    }

    /// <summary>Whether a layer treats every sample alone and draws nothing, so that steps may stand as samples.</summary>
    private static bool Folds(Layer layer, bool training, bool masked) => layer.activity_regularizer is null && layer switch
    {
        Dense or Embedding or Flatten or Rescaling or BaseConv or BaseConvTranspose or BaseDepthwiseConv or BaseSeparableConv or BasePooling => true,
        // These look at a mask.
        Activation or Reshape or LayerNormalization or BaseGlobalPooling => !masked,
        Dropout or BatchNormalization => !training && !masked,
        Sequential model => !masked && model.layers.All(l => Folds(l, training, masked)),
        _ => false,
    };

    private Tensor AllSteps(Tensor inputs, bool training)
    {
        var dims = inputs.Dims;
        var output = Inner(Kernel.Reshape(inputs, [dims[0] * dims[1], .. dims[2..]]), training, null);
        return Kernel.Reshape(output, [dims[0], dims[1], .. output.Dims[1..]]);
    }

    private Tensor StepByStep(Tensor inputs, bool training, Tensor? mask)
    {
        if (inputs.Dims[1] == 0) throw new ArgumentException($"The layer '{name}' needs at least one time step. Received: shape {inputs.shape}.");
        var steps = Kernel.Unbind(inputs, 1);
        var masks = mask is null ? null : Kernel.Unbind(mask, 1);
        return Kernel.Stack([.. steps.Select((step, t) => Inner(step, training, masks?[t]))], 1);
    }

    /// <summary>The inner layer's own computation: Keras calls it without what a layer's call adds, such as the penalty on the output.</summary>
    private Tensor Inner(Tensor x, bool training, Tensor? mask)
    {
        var arguments = new CallArguments(x) { Training = training };
        if (mask is not null) arguments.Kwargs["mask"] = mask;
        var output = layer.CallWith(arguments, training, mask);
        return output is TensorList or TensorDict
            ? throw new ArgumentException($"The layer inside '{name}' must give one tensor. The layer '{layer.name}' gives several: {Nest.Shapes(output)}.") : output;
    }

    /// <inheritdoc/>
    public override Config get_config() => base.get_config().Unless("activity_regularizer");
}
