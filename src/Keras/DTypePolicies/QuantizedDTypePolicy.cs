namespace Keras.DTypePolicies;

/// <summary>A policy of layers whose weights are quantized: how, and in which dtypes the rest is computed.</summary>
/// <remarks>Its name joins both, such as <c>int8_from_float32</c>.</remarks>
[KerasExport("keras.dtype_policies.QuantizedDTypePolicy")]
public class QuantizedDTypePolicy : DTypePolicy
{
    internal static readonly string[] Modes = ["int8", "float8", "int4", "gptq", "awq"];

    private readonly string _mode;

    /// <summary>Makes a policy.</summary>
    /// <param name="mode"><c>int8</c>, <c>int4</c> or <c>float8</c>; <c>gptq</c> and <c>awq</c> have classes of their own.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes; the global one where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no such mode, or it does not work with the dtype.</exception>
    public QuantizedDTypePolicy(string mode, string? source_name = null) : this(mode, mode, source_name)
    {
    }

    private protected QuantizedDTypePolicy(string label, string mode, string? source_name)
        : base($"{label}_from_{source_name ?? GlobalPolicy.dtype_policy().name}", source_name ?? GlobalPolicy.dtype_policy().name)
    {
        if (!Modes.Contains(mode)) throw new ArgumentException($"Invalid quantization mode. Expected one of {string.Join(", ", Modes)}. Received: mode={mode}");
        if (mode == "int8" && compute_dtype == "float16") throw new ArgumentException($"Quantization mode='{mode}' doesn't work well with compute_dtype='float16'.");
        _mode = mode;
        this.source_name = source_name ?? GlobalPolicy.dtype_policy().name;
    }

    /// <inheritdoc/>
    public override string? quantization_mode => _mode;

    private protected string source_name { get; }

    /// <inheritdoc/>
    public override Config get_config() => new() { ["mode"] = _mode, ["source_name"] = source_name };

    /// <summary>The parts of a mode such as <c>gptq/4/128</c> as numbers, its name left out.</summary>
    private protected static int[] Numbers(string mode, string name, int count, string owner, string form)
    {
        var parts = mode.Split('/');
        if (parts.Length != count + 1 || parts[0] != name) throw new ArgumentException($"Invalid mode for {owner}. Expected format '{form}', but got '{mode}'.");
        return [.. parts[1..].Select(p => int.TryParse(p, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n
            : throw new ArgumentException($"Invalid mode for {owner}: '{p}' is no integer. Expected format '{form}', but got '{mode}'."))];
    }

    private protected static void CheckGroup(int group, string what, string mode)
    {
        if (group < -1 || group == 0) throw new ArgumentException($"Invalid {what} in mode. Supported values are -1 or a positive integer, but got {group} from '{mode}'.");
    }
}
