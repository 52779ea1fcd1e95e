namespace Keras.Layers;

/// <summary>Marks the steps whose values all equal a given one, so that the layers after it skip them.</summary>
/// <remarks>Input (batch, steps, features); the output is the input with zeros at the marked steps, and a mask of shape (batch, steps), false there. See https://keras.io/api/layers/core_layers/masking/.</remarks>
[KerasExport("keras.layers.Masking")]
public sealed class Masking : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="mask_value">The value, or one value a feature; 0 by default.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Masking(ArrayArgument? mask_value = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.mask_value = mask_value ?? 0.0;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The value that marks a step.</summary>
    public ArrayArgument mask_value { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var counts = Ops.any(Ops.not_equal(inputs, mask_value.ToTensor()), -1, true);
        return Ops.where(counts, inputs, 0);
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => Ops.any(Ops.not_equal(inputs, mask_value.ToTensor()), -1);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
