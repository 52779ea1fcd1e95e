using Keras.Backend;
using TorchSharp;

namespace Keras;

/// <summary>A tensor without values: shape, dtype and the operation that will make it. Functional models are drawn with these.</summary>
[KerasExport("keras.KerasTensor")]
public sealed class KerasTensor : Tensor
{
    private KerasHistory? _history;

    /// <summary>Makes a symbolic tensor.</summary>
    /// <param name="shape">Dimensions, <see langword="null"/> where unknown.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="sparse">Whether the values will be sparse (kept for the config; values are always dense here).</param>
    /// <param name="ragged">Whether the values will be ragged (kept for the config).</param>
    /// <param name="name">Name, or <see langword="null"/> for a generated one.</param>
    public KerasTensor(TensorShape shape, string dtype = "float32", bool sparse = false, bool ragged = false, string? name = null)
    {
        this.shape = shape;
        this.dtype = DTypes.Standardize(dtype);
        this.sparse = sparse;
        this.ragged = ragged;
        this.name = name ?? Utils.Naming.AutoName("keras_tensor");
    }

    /// <summary>Name of the tensor.</summary>
    public string name { get; }

    /// <inheritdoc/>
    public override TensorShape shape { get; }

    /// <inheritdoc/>
    public override string dtype { get; }

    /// <summary>Whether the values will be sparse.</summary>
    public bool sparse { get; }

    /// <summary>Whether the values will be ragged.</summary>
    public bool ragged { get; }

    /// <inheritdoc/>
    public override int ndim => shape.Rank;

    /// <inheritdoc/>
    public override long size => shape.NumElements ?? throw new InvalidOperationException($"The symbolic tensor '{name}' has the shape {shape}; its size is not known before the model runs.");

    internal override long[] Dims => shape.ToLongs();

    /// <summary>The same elements in another shape.</summary>
    /// <param name="newshape">The shape; -1 for one dimension that follows from the others.</param>
    public Tensor reshape(TensorShape newshape) => Ops.reshape(this, newshape);

    /// <summary>Without dimensions of size 1.</summary>
    /// <param name="axis">Which; all where <see langword="null"/>.</param>
    public Tensor squeeze(Axes? axis = null) => Ops.squeeze(this, axis);

    internal override KerasHistory? History => _history;

    internal void SetHistory(KerasHistory history) => _history = history;

    private protected override torch.Tensor Materialize() => throw NoValues();

    /// <inheritdoc/>
    public override NumSharp.NDArray numpy() => throw NoValues();

    private InvalidOperationException NoValues() =>
        new($"The symbolic tensor '{name}' of shape {shape} has no values yet: it stands for an input or a result of a functional model. " +
            "Use it with layers and keras.ops only, and run the model with Apply or predict to get numbers.");

    /// <summary>The tensor as Keras prints it.</summary>
    public override string ToString() => $"<KerasTensor shape={shape}, dtype={dtype}, sparse={(sparse ? "True" : "False")}, ragged={(ragged ? "True" : "False")}, name={name}>";
}
