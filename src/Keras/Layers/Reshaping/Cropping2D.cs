using Keras.Backend;

namespace Keras.Layers;

/// <summary>Cuts rows and columns off.</summary>
/// <remarks>Input (batch, height, width, channels), output the same without what is cut. See https://keras.io/api/layers/reshaping_layers/cropping2d/.</remarks>
[KerasExport("keras.layers.Cropping2D")]
public sealed class Cropping2D : Layer
{
    private readonly (int Before, int After)[] _margins;

    /// <summary>Makes the layer.</summary>
    /// <param name="cropping">How many: one number, one for (height, width), or a pair (start, end) for each; 0 by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Cropping2D(Margins2D? cropping = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.cropping = cropping ?? 0;
        _margins = this.cropping.Check("cropping");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: 4);
        FreesIntermediates = true;
    }

    /// <summary>How many are cut at the start and the end.</summary>
    public Margins2D cropping { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => MarginMath.Crop(inputs, _margins, data_format);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => MarginMath.Cropped(input_shape, _margins, data_format);
}
