namespace Keras.Quantizers;

/// <summary>Weights of 4 bits, where those of large inputs are scaled up before they are rounded, so that they lose less (AWQ).</summary>
/// <remarks>How large the inputs are is measured on samples. See https://arxiv.org/abs/2306.00978.</remarks>
[KerasExport("keras.quantizers.AWQConfig")]
public sealed class AWQConfig : CalibratedQuantizationConfig
{
    /// <summary>Makes the configuration.</summary>
    /// <param name="dataset">A sequence of strings, or of tokens as tensors, arrays or numbers, or one tensor, on which the layers are measured.</param>
    /// <param name="tokenizer">Makes tokens of a string.</param>
    /// <param name="weight_bits">Bits of a weight: 4.</param>
    /// <param name="num_samples">How many samples are taken from the data.</param>
    /// <param name="sequence_length">Tokens of a sample.</param>
    /// <param name="group_size">How many weights of an output share a scale; -1 for all.</param>
    /// <param name="num_grid_points">How many strengths of the scaling are tried, besides none.</param>
    /// <param name="quantization_layer_structure">The parts of the model; those that the model names where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public AWQConfig(object? dataset, Func<string, Tensor>? tokenizer, int weight_bits = 4, int num_samples = 128, int sequence_length = 512, int group_size = 128,
        int num_grid_points = 20, QuantizationLayerStructure? quantization_layer_structure = null)
        : base(dataset, tokenizer, weight_bits, num_samples, sequence_length, group_size, quantization_layer_structure, "per-channel")
    {
        if (weight_bits != 4) throw new ArgumentException($"AWQ only supports 4-bit quantization. Received weight_bits={weight_bits}.");
        if (num_grid_points <= 0) throw new ArgumentException($"num_grid_points must be a positive integer. Received: num_grid_points={num_grid_points}");
        this.num_grid_points = num_grid_points;
    }

    /// <inheritdoc/>
    public override string mode => "awq";

    /// <summary>How many strengths of the scaling are tried, besides none.</summary>
    public int num_grid_points { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(Common()) { ["num_grid_points"] = num_grid_points };

    /// <summary>Makes the configuration that <see cref="get_config"/> describes, without data.</summary>
    /// <param name="config">The arguments.</param>
    public static AWQConfig from_config(Config config) => new(null, null, Or(config, "weight_bits", 4), Or(config, "num_samples", 128), Or(config, "sequence_length", 512),
        Or(config, "group_size", 128), Or(config, "num_grid_points", 20));
}
