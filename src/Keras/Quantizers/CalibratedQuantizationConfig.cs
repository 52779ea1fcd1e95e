using System.Globalization;

namespace Keras.Quantizers;

/// <summary>What the configurations of quantizations that learn from samples share.</summary>
public abstract class CalibratedQuantizationConfig : QuantizationConfig
{
    private protected CalibratedQuantizationConfig(object? dataset, Func<string, Tensor>? tokenizer, int weight_bits, int num_samples, int sequence_length, int group_size,
        QuantizationLayerStructure? quantization_layer_structure, string whole)
        : base(null, null)
    {
        if (num_samples <= 0) throw new ArgumentException($"num_samples must be a positive integer. Received: num_samples={num_samples}");
        if (sequence_length <= 0) throw new ArgumentException($"sequence_length must be a positive integer. Received: sequence_length={sequence_length}");
        if (group_size < -1 || group_size == 0)
            throw new ArgumentException($"Invalid group_size. Supported values are -1 ({whole}) or a positive integer, but got {group_size}.");
        this.dataset = dataset;
        this.tokenizer = tokenizer;
        this.weight_bits = weight_bits;
        this.num_samples = num_samples;
        this.sequence_length = sequence_length;
        this.group_size = group_size;
        this.quantization_layer_structure = quantization_layer_structure;
    }

    /// <summary>Strings, or tokens as tensors or arrays. Needed once, not kept in files.</summary>
    public object? dataset { get; }

    /// <summary>Makes tokens of a string. Needed once, not kept in files.</summary>
    public Func<string, Tensor>? tokenizer { get; }

    /// <summary>Bits of a weight.</summary>
    public int weight_bits { get; }

    /// <summary>How many samples are taken from the data.</summary>
    public int num_samples { get; }

    /// <summary>Tokens of a sample.</summary>
    public int sequence_length { get; }

    /// <summary>How many weights of an output share a scale; -1 for all.</summary>
    public int group_size { get; }

    /// <summary>The parts of the model; those that the model names where <see langword="null"/>. Not kept in files.</summary>
    public QuantizationLayerStructure? quantization_layer_structure { get; }

    /// <summary>The quantization as it stands in names of dtype policies: mode, bits and size of groups, such as <c>gptq/4/128</c>.</summary>
    public string dtype_policy_string() => $"{mode}/{weight_bits}/{group_size}";

    // Porting note: Keras writes the structure too, whose layers hold this very configuration: with a structure in it no model could be saved.
    private protected Config Common() => new()
    {
        ["dataset"] = null,
        ["tokenizer"] = null,
        ["weight_bits"] = weight_bits,
        ["num_samples"] = num_samples,
        ["sequence_length"] = sequence_length,
        ["group_size"] = group_size,
        ["quantization_layer_structure"] = null,
    };

    private protected static T Or<T>(Config config, string key, T other) => config.Get(key) is { } found ? (T)Convert.ChangeType(found, typeof(T), CultureInfo.InvariantCulture) : other;
}
