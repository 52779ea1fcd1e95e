namespace Keras.Layers;

/// <summary>Joins its inputs along an axis.</summary>
/// <remarks>The inputs have equal shapes but for that axis. See https://keras.io/api/layers/merging_layers/concatenate/.</remarks>
[KerasExport("keras.layers.Concatenate")]
public sealed class Concatenate : BaseMerge
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Concatenate(int axis = -1, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) : base(name, trainable, dtype, input_shape)
    {
        this.axis = axis;
    }

    /// <summary>The axis; negative counts from the end.</summary>
    public int axis { get; }

    /// <summary>Joins tensors along an axis.</summary>
    /// <param name="inputs">A list of tensors.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="name">Name of the layer that does it.</param>
    /// <exception cref="ArgumentException">The inputs are no list, or their shapes do not fit.</exception>
    [KerasExport("keras.layers.concatenate")]
    public static Tensor concatenate(Tensor inputs, int axis = -1, string? name = null) => new Concatenate(axis, name: name).Apply(inputs);

    private protected override Tensor Merge(Tensor[] inputs) => Ops.concatenate(inputs, axis);

    private protected override bool SameRanks => false;

    private protected override void Check(IReadOnlyList<TensorShape> shapes)
    {
        var rank = shapes[0].Rank;
        var at = Axes.Normalize(axis, rank);
        foreach (var shape in shapes)
            if (shape.Rank != rank || Enumerable.Range(0, rank).Any(i => i != at && shape[i] is { } d && shapes[0][i] is { } first && d != first))
                throw new ArgumentException($"A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape=[{string.Join(", ", shapes)}], axis={axis}");
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes)
    {
        Check(input_shapes);
        return input_shapes[0].With(axis, input_shapes.Select(s => s[axis]).Aggregate((a, b) => a + b));
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask)
    {
        if (previous_mask is not TensorList masks || inputs is not TensorList list || masks.All(m => m is NoMask)) return null;
        var whole = list.Select((x, i) => masks[i] is NoMask ? Ops.ones_like(x, "bool")
            : masks[i].ndim < x.ndim ? Ops.logical_or(Ops.expand_dims(masks[i], -1), Ops.zeros_like(x, "bool"))
            : masks[i]).ToArray();
        return Ops.any(Ops.concatenate(whole, axis), -1);
    }
}
