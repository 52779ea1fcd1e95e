using Keras.Backend;
using Keras.Saving;

namespace Keras;

/// <summary>In which dtype a layer computes and in which it keeps its weights.</summary>
/// <remarks>Converts from a name: <c>float32</c>, <c>bfloat16</c>, <c>mixed_bfloat16</c>, <c>mixed_float16</c>, …</remarks>
[KerasExport("keras.DTypePolicy", "keras.dtype_policies.DTypePolicy", "keras.mixed_precision.DTypePolicy", "keras.mixed_precision.Policy")]
public class DTypePolicy
{
    /// <summary>Makes a policy of a name.</summary>
    /// <param name="name">A dtype, or <c>mixed_float16</c> or <c>mixed_bfloat16</c>; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The name is no dtype.</exception>
    public DTypePolicy(string? name = null)
    {
        this.name = name ?? KerasConfig.floatx();
        (compute_dtype, variable_dtype) = this.name switch
        {
            "mixed_float16" => ("float16", "float32"),
            "mixed_bfloat16" => ("bfloat16", "float32"),
            _ => DTypes.IsAllowed(this.name) || this.name is "int" or "float" ? (DTypes.Standardize(this.name), DTypes.Standardize(this.name))
                : throw new ArgumentException($"Cannot convert '{name}' to a DTypePolicy: expected a dtype such as 'float32', or 'mixed_float16' or 'mixed_bfloat16'."),
        };
    }

    /// <summary>Name of the policy.</summary>
    public string name { get; }

    /// <summary>The dtype of computations and outputs.</summary>
    public string compute_dtype { get; }

    /// <summary>The dtype of weights.</summary>
    public string variable_dtype { get; }

    /// <summary>How weights are quantized; always <see langword="null"/> for this class.</summary>
    public virtual string? quantization_mode => null;

    /// <summary>The arguments that make an equal policy.</summary>
    public virtual Config get_config() => new() { ["name"] = name };

    /// <summary>Makes the policy that <see cref="get_config"/> describes.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static DTypePolicy from_config(Config config) => new(config.Get("name") as string);

    /// <summary>Brings an input of a layer to a dtype, where it is of floats and the layer wants that.</summary>
    /// <param name="x">Any tensor, symbolic ones too.</param>
    /// <param name="autocast">Whether the layer converts its inputs.</param>
    /// <param name="dtype">The dtype to compute in.</param>
    public Tensor convert_input(Tensor x, bool autocast, string dtype) =>
        autocast && DTypes.IsFloat(dtype) && DTypes.IsFloat(x.dtype) && DTypes.Standardize(dtype) != x.dtype ? Ops.cast(x, dtype) : x;

    /// <summary>The policy as Keras prints it.</summary>
    public override string ToString() => $"<DTypePolicy \"{name}\">";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DTypePolicy other && other.GetType() == GetType() && other.name == name;

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The policy of a name.</summary>
    public static implicit operator DTypePolicy?(string? name) => name is null ? null : new(name);
}
