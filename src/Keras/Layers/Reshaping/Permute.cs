using Keras.Backend;

namespace Keras.Layers;

/// <summary>Puts the dimensions of each sample into another order.</summary>
/// <remarks>Input (batch, …), output (batch, the same in the new order). See https://keras.io/api/layers/reshaping_layers/permute/.</remarks>
[KerasExport("keras.layers.Permute")]
public sealed class Permute : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="dims">The dimensions in their new order, counted from 1: the batch stays first.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The dimensions are not 1, 2, … once each.</exception>
    public Permute(Axes dims, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        if (!dims.Order().SequenceEqual(Enumerable.Range(1, dims.Count)))
            throw new ArgumentException($"Invalid permutation argument `dims` for Permute Layer. The set of indices in `dims` must be consecutive and start from 1. Received dims={dims}");
        this.dims = dims.ToArray();
        input_spec = new InputSpec(ndim: dims.Count + 1);
        FreesIntermediates = true;
    }

    /// <summary>The dimensions in their new order, counted from 1.</summary>
    public Axes dims { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Kernel.Permute(inputs, [0, .. dims.Select(d => (long)d)]);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => (int?[])[input_shape[0], .. dims.Select(d => input_shape[d])];

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), arguments.First.dtype);
}
