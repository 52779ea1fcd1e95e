namespace Keras.DTypePolicies;

/// <summary>The policy of layers quantized by AWQ.</summary>
[KerasExport("keras.dtype_policies.AWQDTypePolicy")]
public sealed class AWQDTypePolicy : QuantizedDTypePolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="mode"><c>awq/4/group_size</c>.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes; the global one where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The mode has another form.</exception>
    public AWQDTypePolicy(string mode, string? source_name = null) : base(mode, "awq", source_name)
    {
        var numbers = Numbers(mode, "awq", 2, nameof(AWQDTypePolicy), "awq/<weight_bits>/<group_size>");
        (weight_bits, group_size) = (numbers[0], numbers[1]);
        if (weight_bits != 4) throw new ArgumentException($"Invalid weight_bits in mode. AWQ only supports 4-bit quantization, but got {weight_bits} from '{mode}'.");
        CheckGroup(group_size, "group_size", mode);
    }

    /// <summary>Bits of a weight: 4.</summary>
    public int weight_bits { get; }

    /// <summary>How many weights share a scale; -1 for all.</summary>
    public int group_size { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(base.get_config()) { ["mode"] = $"awq/{weight_bits}/{group_size}" };
}
