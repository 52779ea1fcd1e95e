namespace Keras.Layers;

/// <summary>Cuts steps off.</summary>
/// <remarks>Input (batch, steps, channels), output the same without what is cut. See https://keras.io/api/layers/reshaping_layers/cropping1d/.</remarks>
[KerasExport("keras.layers.Cropping1D")]
public sealed class Cropping1D : Layer
{
    private readonly (int Before, int After)[] _margins;

    /// <summary>Makes the layer.</summary>
    /// <param name="cropping">How many at the start and the end: one number, or a pair; 1 by default.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Cropping1D(Margins1D? cropping = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.cropping = cropping ?? 1;
        _margins = this.cropping.Check("cropping");
        input_spec = new InputSpec(ndim: 3);
        FreesIntermediates = true;
    }

    /// <summary>How many are cut at the start and the end.</summary>
    public Margins1D cropping { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => MarginMath.Crop(inputs, _margins, "channels_last");

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => MarginMath.Cropped(input_shape, _margins, "channels_last");
}
