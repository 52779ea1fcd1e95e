namespace Keras.Layers;

/// <summary>Zero below a threshold and the input above it, optionally with a slope below and a ceiling.</summary>
/// <remarks>The shape stays. See https://keras.io/api/layers/activation_layers/relu/.</remarks>
[KerasExport("keras.layers.ReLU")]
public sealed class ReLU : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="max_value">The ceiling, not negative; none where <see langword="null"/>.</param>
    /// <param name="negative_slope">By what the distance below the threshold is multiplied, not negative.</param>
    /// <param name="threshold">Where the function begins to rise, not negative.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument is negative.</exception>
    public ReLU(double? max_value = null, double negative_slope = 0.0, double threshold = 0.0,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        if (max_value < 0) throw new ArgumentException($"max_value of a ReLU layer cannot be a negative value. Received: max_value={max_value}");
        if (negative_slope < 0) throw new ArgumentException($"negative_slope of a ReLU layer cannot be a negative value. Received: negative_slope={negative_slope}");
        if (threshold < 0) throw new ArgumentException($"threshold of a ReLU layer cannot be a negative value. Received: threshold={threshold}");
        this.max_value = max_value;
        this.negative_slope = negative_slope;
        this.threshold = threshold;
        supports_masking = true;
        FreesIntermediates = true;
        built = true;
    }

    /// <summary>The ceiling.</summary>
    public double? max_value { get; }

    /// <summary>The slope below the threshold.</summary>
    public double negative_slope { get; }

    /// <summary>Where the function begins to rise.</summary>
    public double threshold { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => Ops.Relu(inputs, negative_slope, max_value, threshold);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
}
