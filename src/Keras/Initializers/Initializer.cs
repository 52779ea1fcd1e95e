using Keras.Saving;

namespace Keras;

/// <summary>Makes the first values of a variable.</summary>
/// <remarks>Converts from the name of a registered initializer: <c>kernel_initializer: "he_normal"</c>.</remarks>
[KerasExport("keras.initializers.Initializer", "keras.Initializer")]
public abstract class Initializer
{
    /// <summary>Values for a shape.</summary>
    /// <param name="shape">Dimensions, all known.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    public abstract Tensor Apply(TensorShape shape, string? dtype = null);

    /// <summary>The arguments that make an equal initializer.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>The initializer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No initializer has the name.</exception>
    public static implicit operator Initializer?(string? name) => name is null ? null : KerasRegistry.Make<Initializer>(name, "keras.initializers");
}
