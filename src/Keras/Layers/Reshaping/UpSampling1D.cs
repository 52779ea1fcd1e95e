using Keras.Backend;

namespace Keras.Layers;

/// <summary>Repeats each step.</summary>
/// <remarks>Input (batch, steps, features), output (batch, steps · size, features). See https://keras.io/api/layers/reshaping_layers/up_sampling1d/.</remarks>
[KerasExport("keras.layers.UpSampling1D")]
public sealed class UpSampling1D : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="size">How often each step is repeated.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public UpSampling1D(int size = 2, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.size = size;
        input_spec = new InputSpec(ndim: 3);
        FreesIntermediates = true;
    }

    /// <summary>How often each step is repeated.</summary>
    public int size { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Kernel.UpsampleNearest(inputs, 1, [size]);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => (input_shape[0], input_shape[1] * size, input_shape[2]);
}
