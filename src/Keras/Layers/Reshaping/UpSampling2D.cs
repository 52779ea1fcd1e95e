using Keras.Backend;

namespace Keras.Layers;

/// <summary>Makes images larger by whole factors: repeats pixels, or interpolates between them.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height · size[0], width · size[1], channels); channels come second for <c>channels_first</c>. See https://keras.io/api/layers/reshaping_layers/up_sampling2d/.</remarks>
[KerasExport("keras.layers.UpSampling2D")]
public sealed class UpSampling2D : Layer
{
    private readonly int[] _size;

    /// <summary>Makes the layer.</summary>
    /// <param name="size">Factors of height and width; 2 by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="interpolation"><c>nearest</c>, <c>bilinear</c> or <c>bicubic</c>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A factor is not positive.</exception>
    public UpSampling2D(Size2D? size = null, string? data_format = null, string interpolation = "nearest",
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _size = ((Sizes)(size ?? 2)).Expand(2, "size");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        this.interpolation = interpolation.ToLowerInvariant();
        input_spec = new InputSpec(ndim: 4);
        FreesIntermediates = true;
    }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <summary>How new pixels come about.</summary>
    public string interpolation { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var first = data_format == "channels_last" ? 1 : 2;
        if (interpolation == "nearest") return Kernel.UpsampleNearest(inputs, first, _size);
        return Ops.resize(inputs, ((int)inputs.Dims[first] * _size[0], (int)inputs.Dims[first + 1] * _size[1]), interpolation, data_format: data_format);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => data_format == "channels_last"
        ? (input_shape[0], input_shape[1] * _size[0], input_shape[2] * _size[1], input_shape[3])
        : (input_shape[0], input_shape[1], input_shape[2] * _size[0], input_shape[3] * _size[1]);

    /// <summary>Factors of height and width.</summary>
    public Sizes size => _size;
}
