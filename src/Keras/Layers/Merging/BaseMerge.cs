namespace Keras.Layers;

/// <summary>What layers share that make one tensor of several.</summary>
public abstract class BaseMerge : Layer
{
    private protected BaseMerge(string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape) : base(name, trainable, dtype, input_shape: input_shape)
    {
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Whether inputs of fewer dimensions are brought to the most of them.</summary>
    private protected virtual bool SameRanks => true;

    /// <summary>Makes the output of inputs that are brought to one number of dimensions where the layer wants that.</summary>
    private protected abstract Tensor Merge(Tensor[] inputs);

    /// <summary>Throws where the shapes of the inputs do not fit.</summary>
    private protected virtual void Check(IReadOnlyList<TensorShape> shapes) => compute_output_shape(shapes);

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes) => Check(input_shapes);

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var list = ListOf(inputs).ToArray();
        var most = list.Max(x => x.ndim);
        if (SameRanks && list.Any(x => x.ndim < most))
            for (var i = 0; i < list.Length; i++)
            {
                var (x, mask) = (list[i], list[i].KerasMask);
                while (x.ndim < most) x = Ops.expand_dims(x, 1);
                x.KerasMask = mask;
                list[i] = x;
            }
        return Merge(list);
    }

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) =>
        new KerasTensor(compute_output_shape([.. ListOf(arguments.First).Select(t => t.shape)]), compute_dtype);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes)
    {
        // 1. The batch: the same for all that know it.
        var batches = input_shapes.Where(s => s.Rank > 0).Select(s => s[0]).OfType<int>().Distinct().ToArray();
        if (batches.Length > 1) throw new ArgumentException($"Cannot merge tensors with different batch sizes. Received tensors with shapes [{string.Join(", ", input_shapes)}]");
        // 2. The rest broadcasts.
        var rest = input_shapes[0][1..];
        foreach (var shape in input_shapes.Skip(1)) rest = Broadcast(rest, shape[1..], input_shapes);
        return new TensorShape(batches.Length == 1 ? batches[0] : (int?)null).Concat(rest);
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask)
    {
        if (previous_mask is not TensorList masks || masks.Any(m => m is NoMask)) return null;
        return masks.Aggregate(Ops.logical_or);
    }

    /// <summary>One operation after the other, from the first input to the last.</summary>
    private protected static Tensor Fold(Tensor[] inputs, Func<Tensor, Tensor, Tensor> operation)
    {
        var result = inputs[0];
        foreach (var x in inputs.AsSpan(1)) result = operation(result, x);
        return result;
    }

    /// <summary>The same, with what a mask leaves out replaced by the other operand.</summary>
    private protected static Tensor FoldUnmasked(Tensor[] inputs, Func<Tensor, Tensor, Tensor> operation)
    {
        var result = inputs[0];
        var kept = MaskFor(inputs[0]);
        foreach (var input in inputs.AsSpan(1))
        {
            var x = input;
            var mask = MaskFor(input);
            if (mask is not null) x = Ops.where(mask, x, result);
            if (kept is not null) result = Ops.where(kept, result, x);
            kept = mask is not null && kept is not null ? Ops.logical_or(kept, mask) : null;
            result = operation(result, x);
        }
        return result;
    }

    /// <summary>The mask of an input in the input's own shape.</summary>
    private protected static Tensor? MaskFor(Tensor x) => x.KerasMask is { } mask ? Ops.broadcast_to(Ops.expand_dims(mask, -1), x.shape) : null;

    private TensorList ListOf(Tensor inputs) => inputs is TensorList { Count: > 0 } list ? list
        : throw new ArgumentException($"A merge layer should be called on a list of at least 1 input. Received: {Nest.Shapes(inputs)} (layer '{name}'). Write: layer.Apply([a, b]).");

    private static TensorShape Broadcast(TensorShape a, TensorShape b, IReadOnlyList<TensorShape> all)
    {
        if (a.Rank < b.Rank) (a, b) = (b, a);
        var dims = a.ToArray();
        var offset = a.Rank - b.Rank;
        for (var i = 0; i < b.Rank; i++)
        {
            var (x, y) = (a[offset + i], b[i]);
            if (x is null || y is null) dims[offset + i] = null;
            else if (x == 1) dims[offset + i] = y;
            else if (y != 1 && x != y) throw new ArgumentException($"Inputs have incompatible shapes. Received shapes {string.Join(" and ", all)}");
        }
        return dims;
    }
}
