using Keras.Saving;

namespace Keras.DTypePolicies;

/// <summary>Policies by name, and their configurations.</summary>
public static class DTypePolicyLookup
{
    /// <summary>The policy of a name, a configuration or an object.</summary>
    /// <param name="identifier">A dtype, <c>mixed_bfloat16</c>, <c>int8_from_float32</c>, …, a configuration, a policy, or <see langword="null"/> for the global one.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    [KerasExport("keras.dtype_policies.get")]
    public static DTypePolicy get(object? identifier) => identifier switch
    {
        null => GlobalPolicy.dtype_policy(),
        DTypePolicy policy => policy,
        string name => Named(name),
        Config config => deserialize(config),
        _ => throw new ArgumentException($"Cannot interpret `dtype` argument. Expected a string or an instance of DTypePolicy. Received: dtype={ConfigReflection.Show(identifier)}"),
    };

    /// <summary>The serialized form of a policy.</summary>
    /// <param name="dtype_policy">The policy.</param>
    [KerasExport("keras.dtype_policies.serialize")]
    public static Config serialize(DTypePolicy dtype_policy) => (Config)Serialization.ToConfig(dtype_policy)!;

    /// <summary>The policy of a serialized form.</summary>
    /// <param name="config">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known or no policy.</exception>
    [KerasExport("keras.dtype_policies.deserialize")]
    public static DTypePolicy deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Serialization.Deserialize(config, typeof(DTypePolicy)) as DTypePolicy ?? throw new ArgumentException($"The configuration describes no dtype policy: {ConfigReflection.Show(config)}.");
    }

    /// <summary>The policy of a name: a dtype, a mixture, or a quantization with <c>_from_</c> and the dtypes.</summary>
    internal static DTypePolicy Named(string name)
    {
        if (!QuantizedDTypePolicy.Modes.Any(m => name.StartsWith(m, StringComparison.Ordinal)) || Backend.DTypes.IsAllowed(name)) return new(name);
        var parts = name.Split("_from_");
        if (parts.Length != 2)
            throw new ArgumentException($"Cannot convert `policy` into a valid pair (`mode`, `source_name`) to instantiate `QuantizedDTypePolicy`. Received: policy={name}");
        return parts[0] switch
        {
            ['i', 'n', 't', '4', '/', ..] => new Int4DTypePolicy(parts[0], parts[1]),
            ['g', 'p', 't', 'q', ..] => new GPTQDTypePolicy(parts[0], parts[1]),
            ['a', 'w', 'q', ..] => new AWQDTypePolicy(parts[0], parts[1]),
            ['f', 'l', 'o', 'a', 't', '8', ..] => new QuantizedFloat8DTypePolicy(parts[0], parts[1]),
            _ => new QuantizedDTypePolicy(parts[0], parts[1]),
        };
    }
}
