namespace Keras.DTypePolicies;

/// <summary>The policy of layers with weights of 4 bits, and how many of them share a scale.</summary>
[KerasExport("keras.dtype_policies.Int4DTypePolicy")]
public sealed class Int4DTypePolicy : QuantizedDTypePolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="mode"><c>int4/block_size</c>; a block size of -1 is one scale for each output.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes; the global one where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The mode has another form.</exception>
    public Int4DTypePolicy(string mode, string? source_name = null) : base(mode, "int4", source_name)
    {
        block_size = Numbers(mode, "int4", 1, nameof(Int4DTypePolicy), "int4/<block_size>")[0];
        CheckGroup(block_size, "block_size", mode);
    }

    /// <summary>How many weights share a scale; -1 for all of an output.</summary>
    public int block_size { get; }

    /// <inheritdoc/>
    public override Config get_config() => new(base.get_config()) { ["mode"] = $"int4/{block_size}" };
}
