using Keras.Backend;

namespace Keras.Layers;

/// <summary>Repeats each vector a number of times, as steps of a sequence.</summary>
/// <remarks>Input (batch, features), output (batch, n, features). See https://keras.io/api/layers/reshaping_layers/repeat_vector/.</remarks>
[KerasExport("keras.layers.RepeatVector")]
public sealed class RepeatVector : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="n">How often.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public RepeatVector(int n, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.n = n;
        input_spec = new InputSpec(ndim: 2);
        FreesIntermediates = true;
    }

    /// <summary>How often each vector is repeated.</summary>
    public int n { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Kernel.Expand(Kernel.Unsqueeze(inputs, 1), inputs.Dims[0], n, inputs.Dims[1]);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => (input_shape[0], n, input_shape[1]);
}
