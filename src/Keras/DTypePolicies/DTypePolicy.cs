using Keras.Backend;
using Keras.DTypePolicies;

namespace Keras;

/// <summary>In which dtype a layer computes and in which it keeps its weights.</summary>
/// <remarks>Converts from a name: <c>float32</c>, <c>bfloat16</c>, <c>mixed_bfloat16</c>, <c>mixed_float16</c>, <c>int8_from_float32</c>, …</remarks>
[KerasExport("keras.DTypePolicy", "keras.dtype_policies.DTypePolicy", "keras.mixed_precision.DTypePolicy", "keras.mixed_precision.Policy", Former = ["keras.mixed_precision.experimental.Policy"])]
public class DTypePolicy
{
    private readonly string _computeDtype;
    private readonly string _variableDtype;

    /// <summary>Makes a policy of a name.</summary>
    /// <param name="name">A dtype, or <c>mixed_float16</c> or <c>mixed_bfloat16</c>; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The name is no dtype.</exception>
    public DTypePolicy(string? name = null)
    {
        this.name = name ?? KerasConfig.floatx();
        (_computeDtype, _variableDtype) = Parse(this.name);
    }

    /// <summary>Makes a policy whose name is not that of the dtypes it stands for.</summary>
    /// <param name="name">Name of the policy.</param>
    /// <param name="source_name">Name of the policy that tells the dtypes.</param>
    private protected DTypePolicy(string name, string source_name)
    {
        this.name = name;
        (_computeDtype, _variableDtype) = Parse(source_name);
    }

    private static (string, string) Parse(string name) => name switch
    {
        "mixed_float16" => ("float16", "float32"),
        "mixed_bfloat16" => ("bfloat16", "float32"),
        _ => DTypes.IsAllowed(name) || name is "int" or "float" ? (DTypes.Standardize(name), DTypes.Standardize(name))
            : throw new ArgumentException($"Cannot convert '{name}' to a DTypePolicy: expected a dtype such as 'float32', or 'mixed_float16' or 'mixed_bfloat16'."),
    };

    /// <summary>Name of the policy.</summary>
    public virtual string name { get; }

    /// <summary>The dtype of computations and outputs.</summary>
    public virtual string compute_dtype => _computeDtype;

    /// <summary>The dtype of weights.</summary>
    public virtual string variable_dtype => _variableDtype;

    /// <summary>How weights are quantized, such as <c>int8</c>; <see langword="null"/> where they are not.</summary>
    public virtual string? quantization_mode => null;

    /// <summary>The arguments that make an equal policy.</summary>
    public virtual Config get_config() => new() { ["name"] = name };

    /// <summary>Makes the policy that <see cref="get_config"/> describes.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static DTypePolicy from_config(Config config) => new(config.Get("name") as string);

    /// <summary>Brings a float tensor to a dtype; integers, which may be tokens, and other values stay as they are.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="autocast">Whether to convert at all.</param>
    /// <param name="dtype">The dtype.</param>
    public Tensor convert_input(Tensor x, bool autocast, string dtype)
    {
        dtype = DTypes.Standardize(dtype);
        return autocast && DTypes.IsFloat(x.dtype) && x.dtype != dtype ? Ops.cast(x, dtype) : x;
    }

    /// <summary>The policy as Keras prints it.</summary>
    public override string ToString() => $"<{(this is FloatDTypePolicy ? nameof(DTypePolicy) : GetType().Name)} \"{name}\">";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DTypePolicy other && Kind(other) == Kind(this) && other.name == name;

    // FloatDTypePolicy is another name of this class.
    private static Type Kind(DTypePolicy policy) => policy is FloatDTypePolicy ? typeof(DTypePolicy) : policy.GetType();

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The policy of a name.</summary>
    public static implicit operator DTypePolicy?(string? name) => name is null ? null : DTypePolicyLookup.Named(name);
}
