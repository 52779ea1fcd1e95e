namespace Keras.Layers;

/// <summary>Exponentials divided by their sum along one axis or several, so that they sum to 1.</summary>
/// <remarks>The shape stays. A mask of the input's shape, or one that broadcasts to it, leaves elements out, whose result is 0. See https://keras.io/api/layers/activation_layers/softmax/.</remarks>
[KerasExport("keras.layers.Softmax")]
public sealed class Softmax : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis or axes; the last one by default.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Softmax(Axes? axis = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.axis = axis ?? -1;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The axis or axes along which the result sums to 1.</summary>
    public Axes axis { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        if (mask is null) return Ops.softmax(inputs, axis);
        CheckMask(inputs.shape, mask.shape);
        if (mask.dtype != "bool") mask = Ops.greater(mask, 0.5);
        // Far below anything, but inside the range of half precision.
        var far = inputs.dtype == "float16" ? -3e4 : -1e9;
        return Ops.where(mask, Ops.softmax(Ops.where(mask, inputs, far), axis), 0.0);
    }

    private void CheckMask(TensorShape inputs, TensorShape mask)
    {
        var fits = mask.Rank <= inputs.Rank;
        for (var i = 1; fits && i <= mask.Rank; i++) fits = mask[^i] is null or 1 || inputs[^i] is null || mask[^i] == inputs[^i];
        if (!fits) throw new ArgumentException($"The `mask` of the layer '{name}' must be broadcastable to `inputs`: each of its dimensions must be 1 or that of the input. Received: inputs.shape={inputs}, mask.shape={mask}");
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
