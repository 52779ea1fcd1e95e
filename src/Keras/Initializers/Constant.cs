using Keras.Backend;
using Keras.Saving;

namespace Keras.Initializers;

/// <summary>Fills with one value, or with an array that broadcasts to the shape.</summary>
/// <remarks>See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.Constant", "keras.initializers.constant")]
public sealed class Constant : Initializer
{
    private readonly object? _serialized;

    /// <summary>Makes the initializer.</summary>
    /// <param name="value">A number or an array; 0 where <see langword="null"/>.</param>
    public Constant(Tensor? value = null)
    {
        this.value = (value ?? 0.0).keep();
        _serialized = Serialization.ToConfig(this.value);
    }

    private Constant(Tensor value, object? serialized)
    {
        this.value = value.keep();
        _serialized = serialized;
    }

    /// <summary>The value.</summary>
    public Tensor value { get; }

    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        dtype = DTypes.Standardize(dtype);
        if (value is ScalarTensor number) return Kernel.Full(shape.ToLongs(), number.Value, dtype);
        using var scope = new TensorScope();
        return scope.Keep(Kernel.Clone(Kernel.Expand(Ops.cast(value, dtype), shape.ToLongs())));
    }

    /// <inheritdoc/>
    public override Config get_config() => new() { ["value"] = _serialized };

    /// <summary>Makes the initializer of a configuration.</summary>
    /// <param name="config">With the key <c>value</c>: a number, a list of numbers, or a serialized array.</param>
    /// <exception cref="ArgumentException">The value is missing or of another form.</exception>
    public static Constant from_config(Config config)
    {
        if (!config.TryGetValue("value", out var value)) throw new ArgumentException("Constant: the configuration lacks the argument 'value'.");
        return new Constant(ToTensor(value), value);
    }

    private static Tensor ToTensor(object? value) => value switch
    {
        int n => n,
        long n => n,
        double x => x,
        float x => x,
        bool b => b,
        Tensor tensor => tensor,
        NumSharp.NDArray array => array,
        Config config => (Tensor)Serialization.Deserialize(config, typeof(Tensor))!,
        System.Collections.IList list => NestedTensor.Parse(list, null),
        _ => throw new ArgumentException($"Constant: the argument 'value' has the value {ConfigReflection.Show(value)}, which is no number or array."),
    };
}
