namespace Keras.DTypePolicies;

/// <summary>Another name of <see cref="DTypePolicy"/>.</summary>
[KerasExport("keras.FloatDTypePolicy", "keras.dtype_policies.FloatDTypePolicy")]
public sealed class FloatDTypePolicy : DTypePolicy
{
    /// <summary>Makes a policy of a name.</summary>
    /// <param name="name">A dtype, or <c>mixed_float16</c> or <c>mixed_bfloat16</c>; the default float type where <see langword="null"/>.</param>
    public FloatDTypePolicy(string? name = null) : base(name)
    {
    }
}
