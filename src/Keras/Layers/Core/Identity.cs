using Keras.Backend;

namespace Keras.Layers;

/// <summary>Gives its input as it is: a place holder.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/core_layers/identity/.</remarks>
[KerasExport("keras.layers.Identity")]
public sealed class Identity : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Identity(string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => inputs;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => Nest.Map(arguments.First, static t => new KerasTensor(t.shape, t.dtype));
}
