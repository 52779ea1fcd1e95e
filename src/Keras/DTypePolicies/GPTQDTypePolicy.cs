namespace Keras.DTypePolicies;

/// <summary>The policy of layers quantized by GPTQ.</summary>
[KerasExport("keras.dtype_policies.GPTQDTypePolicy")]
public sealed class GPTQDTypePolicy : QuantizedDTypePolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="mode"><c>gptq/weight_bits/group_size</c>.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes; the global one where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The mode has another form.</exception>
    public GPTQDTypePolicy(string mode, string? source_name = null) : base(mode, "gptq", source_name)
    {
        var numbers = Numbers(mode, "gptq", 2, nameof(GPTQDTypePolicy), "gptq/<weight_bits>/<group_size>");
        (weight_bits, group_size) = (numbers[0], numbers[1]);
        if (weight_bits is not (2 or 3 or 4 or 8)) throw new ArgumentException($"Invalid weight_bits in mode. Supported values are 2, 3, 4, and 8, but got {weight_bits} from '{mode}'.");
        CheckGroup(group_size, "group_size", mode);
    }

    /// <summary>Bits of a weight.</summary>
    public int weight_bits { get; }

    /// <summary>How many weights share a scale; -1 for all.</summary>
    public int group_size { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(base.get_config()) { ["mode"] = $"gptq/{weight_bits}/{group_size}" };
}
