using Keras.Backend;

namespace Keras.Layers;

/// <summary>Repeats each point of a volume along its three dimensions.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output the same times the factors; channels come second for <c>channels_first</c>. See https://keras.io/api/layers/reshaping_layers/up_sampling3d/.</remarks>
[KerasExport("keras.layers.UpSampling3D")]
public sealed class UpSampling3D : Layer
{
    private readonly int[] _size;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">Factors of depth, height and width; 2 by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A factor is not positive.</exception>
    public UpSampling3D(Size3D? size = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _size = ((Sizes)(size ?? 2)).Expand(3, "size");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: 5);
        FreesIntermediates = true;
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Kernel.UpsampleNearest(inputs, data_format == "channels_last" ? 1 : 2, _size);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => data_format == "channels_last"
        ? (input_shape[0], input_shape[1] * _size[0], input_shape[2] * _size[1], input_shape[3] * _size[2], input_shape[4])
        : (input_shape[0], input_shape[1], input_shape[2] * _size[0], input_shape[3] * _size[1], input_shape[4] * _size[2]);

    /// <summary>Factors of depth, height and width.</summary>
    public Sizes size => _size;
}
