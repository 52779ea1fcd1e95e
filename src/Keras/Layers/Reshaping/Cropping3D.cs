using Keras.Backend;

namespace Keras.Layers;

/// <summary>Cuts planes, rows and columns off.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output the same without what is cut. See https://keras.io/api/layers/reshaping_layers/cropping3d/.</remarks>
[KerasExport("keras.layers.Cropping3D")]
public sealed class Cropping3D : Layer
{
    private readonly (int Before, int After)[] _margins;

    /// <summary>Makes the layer.</summary>
    /// <param name="cropping">How many: one number, one for (depth, height, width), or a pair (start, end) for each; 1 by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Cropping3D(Margins3D? cropping = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.cropping = cropping ?? 1;
        _margins = this.cropping.Check("cropping");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: 5);
        FreesIntermediates = true;
    }

    /// <summary>How many are cut at the start and the end.</summary>
    public Margins3D cropping { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => MarginMath.Crop(inputs, _margins, data_format);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => MarginMath.Cropped(input_shape, _margins, data_format);
}
