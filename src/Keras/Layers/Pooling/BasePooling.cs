using Keras.Backend;

namespace Keras.Layers;

/// <summary>What pooling layers of one, two and three dimensions share.</summary>
public abstract class BasePooling : Layer
{
    private readonly PoolKind _kind;
    private readonly int[] _pool;
    private readonly int[] _strides;

    private protected BasePooling(int rank, PoolKind kind, Sizes pool_size, Sizes? strides, string padding, string? data_format,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape) : base(name, trainable, dtype, input_shape: input_shape)
    {
        _kind = kind;
        _pool = pool_size.Expand(rank, "pool_size");
        _strides = (strides ?? pool_size).Expand(rank, "strides");
        this.padding = ConvShapes.CheckPadding(padding.ToLowerInvariant(), false);
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: rank + 2);
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>Size of the window.</summary>
    public Sizes pool_size => _pool;

    /// <summary>Step of the window.</summary>
    public Sizes strides => _strides;

    /// <summary><c>valid</c>, or <c>same</c> where windows may reach over the border.</summary>
    public string padding { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => _kind == PoolKind.Max
        ? Kernel.MaxPool(inputs, _pool, _strides, padding, data_format)
        : Kernel.AveragePool(inputs, _pool, _strides, padding, data_format);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => ConvShapes.Pool(input_shape, _pool, _strides, padding, data_format);
}
