using Keras.DTypePolicies;
using Keras.Saving;

namespace Keras;

/// <summary>How layers are quantized: the mode, and the quantizers of weights and inputs.</summary>
[KerasExport("keras.quantizers.QuantizationConfig")]
public abstract class QuantizationConfig : IHasConfig
{
    private protected QuantizationConfig(Quantizer? weight_quantizer, Quantizer? activation_quantizer)
    {
        this.weight_quantizer = weight_quantizer;
        this.activation_quantizer = activation_quantizer;
    }

    /// <summary>The mode, such as <c>int8</c>.</summary>
    public abstract string mode { get; }

    /// <summary>The quantizer of weights; that of the mode where <see langword="null"/>.</summary>
    public Quantizer? weight_quantizer { get; }

    /// <summary>The quantizer of inputs; they stay floats where <see langword="null"/>.</summary>
    public Quantizer? activation_quantizer { get; }

    /// <summary>The quantizer of weights of a configuration.</summary>
    /// <param name="config">A configuration, or <see langword="null"/>.</param>
    /// <param name="default">What counts where the configuration names none.</param>
    public static Quantizer? weight_quantizer_or_default(QuantizationConfig? config, Quantizer? @default) => config?.weight_quantizer ?? @default;

    /// <summary>The quantizer of inputs of a configuration, which may be none.</summary>
    /// <param name="config">A configuration, or <see langword="null"/>.</param>
    /// <param name="default">What counts where there is no configuration.</param>
    public static Quantizer? activation_quantizer_or_default(QuantizationConfig? config, Quantizer? @default) => config is null ? @default : config.activation_quantizer;

    /// <summary>The arguments that make an equal configuration.</summary>
    public virtual Config get_config() => new()
    {
        ["weight_quantizer"] = Serialization.ToConfig(weight_quantizer),
        ["activation_quantizer"] = Serialization.ToConfig(activation_quantizer),
    };

    /// <summary>The quantizer in a configuration; <see langword="null"/> where there is none.</summary>
    private protected static Quantizer? Read(Config config, string key) => config.Get(key) is { } found ? Quantizers.QuantizerLookup.get(found) as Quantizer : null;

    /// <summary>The configuration of a mode with its defaults, or the one that was given.</summary>
    /// <exception cref="ArgumentException">There is no such mode, neither is given, or they contradict each other.</exception>
    internal static QuantizationConfig Resolve(string? mode, QuantizationConfig? config)
    {
        if (mode is not null && !QuantizedDTypePolicy.Modes.Contains(mode))
            throw new ArgumentException($"Invalid quantization mode. Expected one of {string.Join(", ", QuantizedDTypePolicy.Modes)}. Received: mode={mode}");
        config ??= mode switch
        {
            "int8" => new Quantizers.Int8QuantizationConfig(),
            "int4" => new Quantizers.Int4QuantizationConfig(),
            "float8" => new Quantizers.Float8QuantizationConfig(),
            null => throw new ArgumentException("You must provide either `mode` or `config` to `quantize`."),
            _ => throw new ArgumentException($"For {mode.ToUpperInvariant()}, you must pass {(mode == "gptq" ? "a `GPTQConfig`" : "an `AWQConfig`")} object in the `config` argument."),
        };
        return mode is null || config.mode == mode ? config : throw new ArgumentException($"Contradictory arguments: mode='{mode}' but config.mode='{config.mode}'");
    }

    /// <summary>How many weights of 4 bits share a scale in a layer; <see langword="null"/> for all of an output.</summary>
    internal static int? BlockSize(DTypePolicy policy, QuantizationConfig? config)
    {
        var block = config is Quantizers.Int4QuantizationConfig int4 ? int4.block_size : policy is Int4DTypePolicy known ? known.block_size : null;
        return block is -1 ? null : block;
    }
}
