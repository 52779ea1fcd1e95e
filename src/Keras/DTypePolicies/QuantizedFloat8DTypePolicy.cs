namespace Keras.DTypePolicies;

/// <summary>The policy of training with products in 8-bit floats.</summary>
[KerasExport("keras.dtype_policies.QuantizedFloat8DTypePolicy")]
public sealed class QuantizedFloat8DTypePolicy : QuantizedDTypePolicy
{
    internal const int DefaultHistoryLength = 1024;

    /// <summary>Makes a policy.</summary>
    /// <param name="mode"><c>float8</c>.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes; the global one where <see langword="null"/>.</param>
    /// <param name="amax_history_length">Of how many steps the largest values count for the scale.</param>
    public QuantizedFloat8DTypePolicy(string mode, string? source_name = null, int amax_history_length = DefaultHistoryLength) : base(mode, source_name) =>
        this.amax_history_length = amax_history_length;

    /// <summary>Of how many steps the largest values count for the scale.</summary>
    public int amax_history_length { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => base.Equals(obj) && ((QuantizedFloat8DTypePolicy)obj!).amax_history_length == amax_history_length;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), amax_history_length);

    /// <inheritdoc/>
    public override Config get_config() => new(base.get_config()) { ["amax_history_length"] = amax_history_length };
}
