using Keras.Backend;

namespace Keras.Layers;

/// <summary>What pooling layers share whose window is the whole input.</summary>
public abstract class BaseGlobalPooling : Layer
{
    private readonly PoolKind _kind;
    private readonly long[] _axes;

    private protected BaseGlobalPooling(int rank, PoolKind kind, string? data_format, bool keepdims, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _kind = kind;
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        this.keepdims = keepdims;
        var first = this.data_format == "channels_last" ? 1L : 2;
        _axes = [.. Enumerable.Range(0, rank).Select(i => first + i)];
        input_spec = new InputSpec(ndim: rank + 2);
        // Of the means of sequences alone Keras leaves out the steps that do not count.
        supports_masking = rank == 1 && kind == PoolKind.Average;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <summary>Whether the spatial dimensions stay, with length 1.</summary>
    public bool keepdims { get; }

    // One class alone looks at the mask.
    internal override bool TakesMask => false;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        if (_kind == PoolKind.Max) return Kernel.Amax(inputs, _axes, keepdims);
        if (mask is null || !supports_masking) return Kernel.Mean(inputs, _axes, keepdims);
        var counts = Ops.cast(Ops.expand_dims(mask, data_format == "channels_last" ? 2 : 1), "bool");
        var total = Kernel.Sum(Ops.where(counts, inputs, 0), _axes, keepdims);
        return Kernel.Div(total, Kernel.Sum(Kernel.Cast(counts, inputs.dtype), _axes, keepdims));
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => null;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        var channels = ConvShapes.Channels(input_shape, data_format);
        if (!keepdims) return (input_shape[0], channels);
        var dims = input_shape.ToArray();
        foreach (var axis in _axes) dims[axis] = 1;
        return dims;
    }
}
