using Keras.Backend;

namespace Keras.Layers;

/// <summary>Gives each sample another shape of as many elements.</summary>
/// <remarks>Input (batch, …), output (batch, target_shape…). See https://keras.io/api/layers/reshaping_layers/reshape/.</remarks>
[KerasExport("keras.layers.Reshape")]
public sealed class Reshape : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="target_shape">Shape of a sample; one dimension may be -1, which is then what fits.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">More than one dimension is -1, or one is 0.</exception>
    public Reshape(TensorShape target_shape, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        if (target_shape.Count(d => d is -1 or null) > 1)
            throw new ArgumentException($"There must be at most one unknown dimension (-1) in target_shape. Received: target_shape={target_shape}.");
        if (target_shape.Any(d => d is < -1 or 0))
            throw new ArgumentException($"The dimensions of target_shape must be positive, or -1 once. Received: target_shape={target_shape}.");
        this.target_shape = target_shape;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Shape of a sample.</summary>
    public TensorShape target_shape { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Kernel.Reshape(inputs, [inputs.Dims[0], .. compute_output_shape(inputs.shape)[1..].ToLongs()]);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => new TensorShape(input_shape[0]).Concat(Resolve(input_shape[1..]));

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), arguments.First.dtype);

    private TensorShape Resolve(TensorShape sample)
    {
        var at = Array.FindIndex(target_shape.ToArray(), d => d is -1 or null);
        if (!sample.IsFullyDefined) return at < 0 ? target_shape : target_shape.With(at, null);
        var size = sample.NumElements!.Value;
        var known = target_shape.Where(d => d is > 0).Aggregate(1L, (a, d) => a * d!.Value);
        if (at < 0 ? size != known : size % known != 0)
            throw new ArgumentException($"The total size of the tensor must be unchanged. Received: input_shape={sample}, target_shape={target_shape} (layer '{name}').");
        return at < 0 ? target_shape : target_shape.With(at, (int)(size / known));
    }
}
