using Keras.Initializers;
using Keras.Saving;

namespace Keras;

/// <summary>Makes the first values of a variable.</summary>
/// <remarks>
/// Converts from the name of an initializer (<c>kernel_initializer: "he_normal"</c>) and from an array of the variable's shape.
/// See https://keras.io/api/layers/initializers/.
/// </remarks>
[KerasExport("keras.initializers.Initializer", "keras.Initializer")]
public abstract class Initializer
{
    /// <summary>Values for a shape.</summary>
    /// <param name="shape">Dimensions, all known.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    public abstract Tensor Apply(TensorShape shape, string? dtype = null);

    /// <summary>The arguments that make an equal initializer.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>An initializer of the same configuration; a random one without a seed draws another.</summary>
    public Initializer clone() => (Initializer)Serialization.Make(GetType(), get_config(), new Config());

    /// <summary>The initializer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No initializer has the name.</exception>
    public static implicit operator Initializer?(string? name) => name is null ? null : InitializerLookup.Table.FromName(name);

    /// <summary>An initializer that gives these values.</summary>
    public static implicit operator Initializer?(Tensor? values) => values is null ? null : new GivenValues(values);

    /// <summary>An initializer that gives these values.</summary>
    public static implicit operator Initializer?(NumSharp.NDArray? values) => values is null ? null : new GivenValues(values);
}
