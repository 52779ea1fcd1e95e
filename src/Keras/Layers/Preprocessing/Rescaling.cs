using Keras.Backend;

namespace Keras.Layers;

/// <summary>Multiplies by a scale and adds an offset, in training and inference alike.</summary>
/// <remarks>The shape stays; integers become floats. Pixels from 0 to 255 become 0 to 1 with a scale of 1/255. See https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/.</remarks>
[KerasExport("keras.layers.Rescaling", Former = ["keras.layers.experimental.preprocessing.Rescaling"])]
public sealed class Rescaling : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="scale">By what the input is multiplied: a number, or one a channel.</param>
    /// <param name="offset">What is added then: a number, or one a channel; 0 by default.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Rescaling(ArrayArgument scale, ArrayArgument? offset = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.scale = scale;
        this.offset = offset ?? 0.0;
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>By what the input is multiplied.</summary>
    public ArrayArgument scale { get; }

    /// <summary>What is added then.</summary>
    public ArrayArgument offset { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var x = Ops.multiply(Ops.cast(inputs, compute_dtype), Factor(scale));
        return offset.IsZero ? x : Ops.add(x, offset.ToTensor(compute_dtype));
    }

    /// <summary>The scale as an operand; one number a channel stands before the pixels where channels come first.</summary>
    private Tensor Factor(ArrayArgument numbers)
    {
        var factor = numbers.ToTensor(compute_dtype);
        return factor.ndim == 0 || KerasConfig.image_data_format() != "channels_first" ? factor
            : Ops.reshape(factor, factor.shape.Concat((int[])[.. Enumerable.Repeat(1, 3 - factor.ndim)]));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
