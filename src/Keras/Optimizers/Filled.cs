using Keras.Backend;

namespace Keras.Optimizers;

/// <summary>Makes state that starts from a number.</summary>
internal sealed class Filled(double value) : Initializer
{
    public override Tensor Apply(TensorShape shape, string? dtype = null) => Kernel.Full([.. shape.Select(d => (long)d!)], value, DTypes.Standardize(dtype));
}
