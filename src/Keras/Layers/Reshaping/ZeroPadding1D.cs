using Keras.Backend;

namespace Keras.Layers;

/// <summary>Adds zeros around steps.</summary>
/// <remarks>Input (batch, steps, channels), output the same with the zeros. See https://keras.io/api/layers/reshaping_layers/zero_padding1d/.</remarks>
[KerasExport("keras.layers.ZeroPadding1D")]
public sealed class ZeroPadding1D : Layer
{
    private readonly (int Before, int After)[] _margins;

    /// <summary>Makes the layer.</summary>
    /// <param name="padding">How many before and after: one number, or a pair; 1 by default.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public ZeroPadding1D(Margins1D? padding = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.padding = padding ?? 1;
        _margins = this.padding.Check("padding");
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: 3);
        FreesIntermediates = true;
    }

    /// <summary>How many zeros there are before and after.</summary>
    public Margins1D padding { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => MarginMath.Pad(inputs, _margins, data_format);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => MarginMath.Padded(input_shape, _margins, data_format);
}
