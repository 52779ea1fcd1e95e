namespace Keras.Quantizers;

/// <summary>Weights of 8 bits, and inputs too unless their quantizer is left out.</summary>
[KerasExport("keras.quantizers.Int8QuantizationConfig")]
public sealed class Int8QuantizationConfig : QuantizationConfig
{
    /// <summary>Makes the configuration.</summary>
    /// <param name="weight_quantizer">The quantizer of weights; by their largest values where <see langword="null"/>.</param>
    /// <param name="activation_quantizer">The quantizer of inputs, <c>"default"</c> for their largest values, or <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">The quantizer of weights gives another type.</exception>
    public Int8QuantizationConfig(Quantizer? weight_quantizer = null, ActivationQuantizer activation_quantizer = default)
        : base(weight_quantizer, activation_quantizer.Or(new AbsMaxQuantizer()))
    {
        if (weight_quantizer is { output_dtype: not "int8" })
            throw new ArgumentException($"Int8QuantizationConfig requires a weight_quantizer with output_dtype='int8'. Received: output_dtype={weight_quantizer.output_dtype}");
    }

    /// <inheritdoc/>
    public override string mode => "int8";

    /// <summary>Makes the configuration that <see cref="QuantizationConfig.get_config"/> describes.</summary>
    /// <param name="config">The arguments.</param>
    public static Int8QuantizationConfig from_config(Config config) => new(Read(config, "weight_quantizer"), ActivationQuantizer.Of(Read(config, "activation_quantizer")));
}
