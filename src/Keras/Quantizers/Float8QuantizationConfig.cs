namespace Keras.Quantizers;

/// <summary>Training with products in floats of 8 bits.</summary>
[KerasExport("keras.quantizers.Float8QuantizationConfig")]
public sealed class Float8QuantizationConfig : QuantizationConfig
{
    /// <summary>Makes the configuration, which has no arguments.</summary>
    public Float8QuantizationConfig() : base(null, null)
    {
    }

    /// <inheritdoc/>
    public override string mode => "float8";

    /// <inheritdoc/>
    public override Config get_config() => [];
}
