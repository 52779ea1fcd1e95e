namespace Keras.Quantizers;

/// <summary>Weights of few bits, one column after the other, where those still to come make up for the error so far (GPTQ).</summary>
/// <remarks>How far an error matters is measured on samples. See https://arxiv.org/abs/2210.17323.</remarks>
[KerasExport("keras.quantizers.GPTQConfig")]
public sealed class GPTQConfig : CalibratedQuantizationConfig
{
    /// <summary>Makes the configuration.</summary>
    /// <param name="dataset">A sequence of strings, or of tokens as tensors, arrays or numbers, or one tensor, on which the layers are measured.</param>
    /// <param name="tokenizer">Makes tokens of a string.</param>
    /// <param name="weight_bits">Bits of a weight: 2, 3, 4 or 8. Only 4 bits are packed, two in a byte.</param>
    /// <param name="num_samples">How many samples are taken from the data.</param>
    /// <param name="per_channel">Whether each output has scales of its own.</param>
    /// <param name="sequence_length">Tokens of a sample.</param>
    /// <param name="hessian_damping">What is added to the diagonal of the second derivatives, as a part of its mean; from 0 to 1.</param>
    /// <param name="group_size">How many weights of an output share a scale; -1 for all.</param>
    /// <param name="symmetric">Whether the levels lie around 0.</param>
    /// <param name="activation_order">Whether the inputs that matter most come first.</param>
    /// <param name="quantization_layer_structure">The parts of the model; those that the model names where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public GPTQConfig(object? dataset, Func<string, Tensor>? tokenizer, int weight_bits = 4, int num_samples = 128, bool per_channel = true, int sequence_length = 512,
        double hessian_damping = 0.01, int group_size = 128, bool symmetric = false, bool activation_order = false, QuantizationLayerStructure? quantization_layer_structure = null)
        : base(dataset, tokenizer, weight_bits, num_samples, sequence_length, group_size, quantization_layer_structure, "whole-tensor")
    {
        if (weight_bits is not (2 or 3 or 4 or 8)) throw new ArgumentException($"Unsupported weight_bits {weight_bits}. Supported values are 2, 3, 4, and 8.");
        if (hessian_damping is not (>= 0 and <= 1)) throw new ArgumentException($"hessian_damping must be between 0 and 1. Received: hessian_damping={hessian_damping}");
        this.per_channel = per_channel;
        this.hessian_damping = hessian_damping;
        this.symmetric = symmetric;
        this.activation_order = activation_order;
    }

    /// <inheritdoc/>
    public override string mode => "gptq";

    /// <summary>Whether each output has scales of its own.</summary>
    public bool per_channel { get; }

    /// <summary>What is added to the diagonal of the second derivatives, as a part of its mean.</summary>
    public double hessian_damping { get; }

    /// <summary>Whether the levels lie around 0.</summary>
    public bool symmetric { get; }

    /// <summary>Whether the inputs that matter most come first.</summary>
    public bool activation_order { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(Common())
    {
        ["per_channel"] = per_channel,
        ["hessian_damping"] = hessian_damping,
        ["symmetric"] = symmetric,
        ["activation_order"] = activation_order,
    };

    /// <summary>Makes the configuration that <see cref="get_config"/> describes, without data.</summary>
    /// <param name="config">The arguments.</param>
    public static GPTQConfig from_config(Config config) => new(null, null, Or(config, "weight_bits", 4), Or(config, "num_samples", 128), Or(config, "per_channel", true),
        Or(config, "sequence_length", 512), Or(config, "hessian_damping", 0.01), Or(config, "group_size", 128), Or(config, "symmetric", false), Or(config, "activation_order", false));
}
