using Keras.Backend;

namespace Keras.Layers;

/// <summary>The bias of four gates in one row, with ones for the second, the forget gate: it keeps the state at the start of training.</summary>
internal sealed class ForgetBias(Initializer inner, int units) : Initializer
{
    public override Tensor Apply(TensorShape shape, string? dtype = null) =>
        Kernel.Cat([inner.Apply(units, dtype), Kernel.Ones([units], dtype ?? KerasConfig.floatx()), inner.Apply(2 * units, dtype)], 0);
}
