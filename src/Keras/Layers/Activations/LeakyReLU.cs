namespace Keras.Layers;

/// <summary>The input where it is positive, and a small multiple of it where it is not.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/activation_layers/leaky_relu/.</remarks>
[KerasExport("keras.layers.LeakyReLU")]
public sealed class LeakyReLU : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="negative_slope">The multiple, not negative.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="alpha">Keras 2's word for <paramref name="negative_slope"/>.</param>
    /// <exception cref="ArgumentException">The multiple is negative.</exception>
    public LeakyReLU(double negative_slope = 0.3,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, double? alpha = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        if (alpha is { } slope) negative_slope = slope;
        if (!(negative_slope >= 0)) throw new ArgumentException($"The negative_slope value of a Leaky ReLU layer cannot be a negative value. Expected a float. Received: negative_slope={negative_slope}");
        this.negative_slope = negative_slope;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The multiple.</summary>
    public double negative_slope { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Ops.leaky_relu(inputs, negative_slope);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
