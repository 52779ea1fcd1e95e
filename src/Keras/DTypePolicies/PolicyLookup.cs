using Keras.Saving;

namespace Keras.DTypePolicies;

/// <summary>Policies from names and configurations, and back (keras/src/dtype_policies/__init__.py).</summary>
public static class PolicyLookup
{
    /// <summary>The policy of a name, of a configuration, or the global one.</summary>
    /// <param name="identifier">A policy, its name, its configuration, or <see langword="null"/> for the global policy.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    [KerasExport("keras.dtype_policies.get")]
    public static DTypePolicy get(object? identifier) => identifier switch
    {
        null => GlobalPolicy.dtype_policy(),
        DTypePolicy policy => policy,
        string name => new DTypePolicy(name),
        Config config => deserialize(config),
        _ => throw new ArgumentException($"Cannot interpret `dtype` argument. Expected a string or an instance of DTypePolicy. Received: dtype={identifier} of the type {identifier.GetType().Name}."),
    };

    /// <summary>The configuration of a policy.</summary>
    /// <param name="dtype_policy">The policy.</param>
    [KerasExport("keras.dtype_policies.serialize")]
    public static Config serialize(DTypePolicy dtype_policy) => Serialization.ObjectToConfig(dtype_policy);

    /// <summary>Makes the policy of a configuration.</summary>
    /// <param name="config">What <see cref="serialize"/> gave.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The configuration is not one of a policy.</exception>
    [KerasExport("keras.dtype_policies.deserialize")]
    public static DTypePolicy deserialize(Config config, IReadOnlyDictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Serialization.Deserialize(config, typeof(DTypePolicy)) as DTypePolicy ?? throw new ArgumentException("The configuration is not one of a dtype policy.");
    }
}
