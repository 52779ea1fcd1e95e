using Keras.Regularizers;
using Keras.Saving;

namespace Keras;

/// <summary>A penalty on the values of a variable or of a layer's output, added to the loss.</summary>
/// <remarks>Converts from the name of a regularizer: <c>kernel_regularizer: "l2"</c>. See https://keras.io/api/layers/regularizers/.</remarks>
[KerasExport("keras.regularizers.Regularizer", "keras.Regularizer")]
public abstract class Regularizer
{
    /// <summary>The penalty.</summary>
    /// <param name="x">The values.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor Apply(Tensor x);

    /// <summary>The arguments that make an equal regularizer.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>The regularizer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No regularizer has the name.</exception>
    public static implicit operator Regularizer?(string? name) => name is null ? null : RegularizerLookup.Table.FromName(name);

    private protected static double CheckFactor(string name, double value) =>
        double.IsFinite(value) && value >= 0 ? value : throw new ArgumentException($"Invalid value for argument {name}: expected a non-negative float. Received: {name}={value}.");
}
