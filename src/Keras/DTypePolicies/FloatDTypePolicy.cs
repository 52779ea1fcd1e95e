namespace Keras;

/// <summary>A policy of floats: the same as <see cref="DTypePolicy"/>, under the name of older files.</summary>
/// <param name="name">A dtype, or <c>mixed_float16</c> or <c>mixed_bfloat16</c>; the default float type where <see langword="null"/>.</param>
[KerasExport("keras.FloatDTypePolicy", "keras.dtype_policies.FloatDTypePolicy")]
public sealed class FloatDTypePolicy(string? name = null) : DTypePolicy(name)
{
}
