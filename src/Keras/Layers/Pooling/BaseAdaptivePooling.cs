using Keras.Backend;

namespace Keras.Layers;

/// <summary>What pooling layers share that give a fixed spatial size.</summary>
public abstract class BaseAdaptivePooling : Layer
{
    private readonly PoolKind _kind;
    private readonly int[] _output;

    private protected BaseAdaptivePooling(int rank, PoolKind kind, Sizes output_size, string? data_format, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _kind = kind;
        _output = output_size.Expand(rank, "output_size");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        FreesIntermediates = true;
    }

    /// <summary>Spatial size of the output.</summary>
    public Sizes output_size => _output;

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        ConvShapes.CheckRank(inputs.shape, _output.Length, $"the layer '{name}'");
        return _kind == PoolKind.Max ? Kernel.AdaptiveMaxPool(inputs, _output, data_format) : Kernel.AdaptiveAveragePool(inputs, _output, data_format);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => ConvShapes.AdaptivePool(input_shape, _output, data_format);
}
