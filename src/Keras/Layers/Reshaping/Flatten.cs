using Keras.Backend;

namespace Keras.Layers;

/// <summary>Makes one dimension of all but the batch.</summary>
/// <remarks>Input (batch, …), output (batch, product of the rest). Channels that come first are moved to the end before. See https://keras.io/api/layers/reshaping_layers/flatten/.</remarks>
[KerasExport("keras.layers.Flatten")]
public sealed class Flatten : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Flatten(string? data_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(min_ndim: 1);
        FreesIntermediates = true;
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var rank = inputs.ndim;
        if (data_format == "channels_first" && rank > 2) inputs = Kernel.Permute(inputs, [0, .. Enumerable.Range(2, rank - 2).Select(i => (long)i), 1]);
        return Kernel.Reshape(inputs, inputs.Dims[0], inputs.Dims.Skip(1).Aggregate(1L, (a, b) => a * b));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => (input_shape[0], input_shape.Skip(1).Aggregate((int?)1, (a, b) => a * b));

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), arguments.First.dtype);
}
