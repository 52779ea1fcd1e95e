using Keras.Saving;

namespace Keras.Initializers;

/// <summary>An array used as an initializer.</summary>
internal sealed class GivenValues : Initializer, IConfigValue
{
    private readonly Tensor _values;

    internal GivenValues(Tensor values) => _values = values.keep();

    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        if (shape != _values.shape)
            throw new ArgumentException($"Expected `shape` to be {_values.shape} for direct tensor as initializer. Received shape={shape}.");
        return Ops.cast(_values, dtype ?? Backend.KerasConfig.floatx());
    }

    // Saved as a constant of these values, which makes the same variable when it is loaded.
    object? IConfigValue.ToConfig() => Serialization.ObjectToConfig(new Constant(_values));
}
