using Keras.Backend;

namespace Keras.DTypePolicies;

/// <summary>The policy of layers that are given none.</summary>
public static class GlobalPolicy
{
    private static DTypePolicy? s_policy;
    private static DTypePolicy? s_default;

    /// <summary>The policy of layers that are given none; the default float type at first.</summary>
    [KerasExport("keras.config.dtype_policy", "keras.mixed_precision.dtype_policy", "keras.mixed_precision.global_policy")]
    public static DTypePolicy dtype_policy()
    {
        if (s_policy is { } chosen) return chosen;
        // One object for all layers: files tell objects that are shared from those that are merely equal.
        var floatx = KerasConfig.floatx();
        return s_default is { } known && known.name == floatx ? known : s_default = new DTypePolicy(floatx);
    }

    /// <summary>Sets the policy of layers that are given none.</summary>
    /// <param name="policy">A policy or its name.</param>
    [KerasExport("keras.config.set_dtype_policy", "keras.mixed_precision.set_dtype_policy", "keras.mixed_precision.set_global_policy")]
    public static void set_dtype_policy(DTypePolicy? policy) => s_policy = policy;
}
