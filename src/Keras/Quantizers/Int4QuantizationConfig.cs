namespace Keras.Quantizers;

/// <summary>Weights of 4 bits, in groups that share a scale and a zero point.</summary>
[KerasExport("keras.quantizers.Int4QuantizationConfig")]
public sealed class Int4QuantizationConfig : QuantizationConfig
{
    /// <summary>Makes the configuration.</summary>
    /// <param name="weight_quantizer">The quantizer of weights, for no groups alone; by their largest values where <see langword="null"/>.</param>
    /// <param name="activation_quantizer">The quantizer of inputs, for no groups alone; none by default.</param>
    /// <param name="block_size">How many weights of an output share a scale; <see langword="null"/> or -1 for all.</param>
    /// <exception cref="ArgumentException">The block size is not positive, or the quantizers do not fit.</exception>
    public Int4QuantizationConfig(Quantizer? weight_quantizer = null, ActivationQuantizer activation_quantizer = default, int? block_size = 128)
        : base(weight_quantizer, activation_quantizer.Or(null))
    {
        if (block_size is { } size && size != -1 && size <= 0) throw new ArgumentException($"block_size must be None, -1, or a positive integer. Received: block_size={size}");
        this.block_size = block_size;
        if (block_size > 0 && (weight_quantizer is not null || this.activation_quantizer is not null))
            throw new ArgumentException("Int4 sub-channel quantization (block_size > 0) does not support custom quantizers. Either set block_size to None or -1 for per-channel quantization, " +
                $"or remove the custom quantizer arguments. Received: block_size={block_size}");
        if (weight_quantizer is AbsMaxQuantizer absMax && absMax.value_range != (-8, 7))
            throw new ArgumentException($"Int4QuantizationConfig requires a weight_quantizer with value_range=(-8, 7). Received: value_range={absMax.value_range}");
        if (weight_quantizer is { output_dtype: not "int8" })
            throw new ArgumentException($"Int4QuantizationConfig requires a weight_quantizer with output_dtype='int8'. Received: output_dtype={weight_quantizer.output_dtype}");
    }

    /// <inheritdoc/>
    public override string mode => "int4";

    /// <summary>How many weights of an output share a scale; <see langword="null"/> or -1 for all.</summary>
    public int? block_size { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(base.get_config()) { ["block_size"] = block_size };

    /// <summary>Makes the configuration that <see cref="get_config"/> describes. Older ones without a block size have no groups.</summary>
    /// <param name="config">The arguments.</param>
    public static Int4QuantizationConfig from_config(Config config) => new(Read(config, "weight_quantizer"), ActivationQuantizer.Of(Read(config, "activation_quantizer")),
        config.Get("block_size") is { } size ? Convert.ToInt32(size, System.Globalization.CultureInfo.InvariantCulture) : null);
}
