using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Fills with zeros.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.Zeros", "keras.initializers.zeros", Former = ["keras.initializers.zero"])]
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null) => Kernel.Zeros(shape.ToLongs(), DTypes.Standardize(dtype));
}
