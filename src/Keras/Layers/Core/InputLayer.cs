using Keras.Backend;

namespace Keras.Layers;

/// <summary>Where a value enters a model: shape and dtype of an input.</summary>
/// <remarks>See https://keras.io/api/layers/core_layers/input/. Mostly made by <see cref="Inputs.Input"/>.</remarks>
[KerasExport("keras.layers.InputLayer")]
public sealed class InputLayer : Layer
{
    /// <summary>Makes an entry.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="batch_size">Number of samples; any where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="sparse">Kept for the config.</param>
    /// <param name="ragged">Kept for the config.</param>
    /// <param name="batch_shape">Shape with the batch dimension, in place of <paramref name="shape"/>.</param>
    /// <param name="input_tensor">A symbolic tensor to use as the input.</param>
    /// <param name="optional">Whether the input may be missing.</param>
    /// <param name="name">Name.</param>
    /// <param name="input_shape">Keras 2's name of <paramref name="shape"/>.</param>
    /// <param name="batch_input_shape">Keras 2's name of <paramref name="batch_shape"/>.</param>
    /// <exception cref="ArgumentException">Neither or both of shape and batch_shape are given.</exception>
    public InputLayer(TensorShape? shape = null, int? batch_size = null, string? dtype = null, bool? sparse = null, bool? ragged = null,
        TensorShape? batch_shape = null, KerasTensor? input_tensor = null, bool optional = false, string? name = null,
        TensorShape? input_shape = null, TensorShape? batch_input_shape = null) : base(name)
    {
        shape ??= input_shape;
        batch_shape ??= batch_input_shape;
        if (input_tensor is null)
        {
            if (shape is not null && batch_shape is not null) throw new ArgumentException("You cannot pass both `shape` and `batch_shape` at the same time.");
            if (batch_size is not null && batch_shape is not null) throw new ArgumentException("You cannot pass both `batch_size` and `batch_shape` at the same time.");
            if (shape is null && batch_shape is null) throw new ArgumentException("You must pass a `shape` argument.");
            this.batch_shape = batch_shape ?? new TensorShape(batch_size).Concat(shape!.Value);
            DType = DTypes.Standardize(dtype);
            this.sparse = sparse ?? false;
            this.ragged = ragged ?? false;
            if (this.sparse || this.ragged) throw new ArgumentException("Sparse and ragged inputs are not supported by the torch backend. Pass dense tensors.");
            input_tensor = new KerasTensor(this.batch_shape, DType, this.sparse, this.ragged, this.name);
        }
        else
        {
            if (shape is { } s && s != input_tensor.shape[1..] || batch_shape is { } b && b != input_tensor.shape)
                throw new ArgumentException($"When providing `input_tensor`, the shape given must be its own, {input_tensor.shape}.");
            this.batch_shape = input_tensor.shape;
            DType = input_tensor.dtype;
        }
        this.optional = optional;
        _ = new Node(this, new CallArguments(), input_tensor);
        MarkBuilt([this.batch_shape]);
    }

    /// <summary>Shape with the batch dimension.</summary>
    public TensorShape batch_shape { get; }

    /// <summary>Element type.</summary>
    public new string dtype => DType;

    private string DType { get; }

    /// <summary>Whether values are sparse; always false.</summary>
    public bool sparse { get; }

    /// <summary>Whether values are ragged; always false.</summary>
    public bool ragged { get; }

    /// <summary>Whether the input may be missing.</summary>
    public bool optional { get; }

    internal KerasTensor Tensor => InboundNodes[0].OutputTensors[0];

    /// <inheritdoc/>
    public override Config? get_build_config() => null;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => inputs;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => batch_shape;

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["batch_shape"] = Saving.Serialization.ToConfig(batch_shape),
        ["dtype"] = dtype,
        ["sparse"] = sparse,
        ["ragged"] = ragged,
        ["name"] = name,
        ["optional"] = optional,
    };
}
