namespace Keras.Layers;

/// <summary>Applies a function to every element, or to an axis, of the input.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/core_layers/activation/.</remarks>
[KerasExport("keras.layers.Activation")]
public sealed class Activation : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="activation">A function of <c>keras.activations</c>, its name, or a function of your own.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Activation(ActivationFunction? activation, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.activation = activation ?? "linear"!;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The function.</summary>
    public ActivationFunction activation { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => activation.Apply(inputs);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
