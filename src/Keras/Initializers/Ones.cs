using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Fills with ones.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.Ones", "keras.initializers.ones", Former = ["keras.initializers.one"])]
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null) => Kernel.Ones(shape.ToLongs(), DTypes.Standardize(dtype));
}
