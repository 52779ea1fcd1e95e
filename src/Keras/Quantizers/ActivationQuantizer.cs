namespace Keras;

/// <summary>The quantizer of a layer's inputs, as an argument: <c>"default"</c>, a quantizer, or <see langword="null"/> for none.</summary>
public readonly struct ActivationQuantizer
{
    private readonly Quantizer? _quantizer;
    private readonly bool _given;

    private ActivationQuantizer(Quantizer? quantizer) => (_quantizer, _given) = (quantizer, true);

    internal Quantizer? Or(Quantizer? byDefault) => _given ? _quantizer : byDefault;

    internal static ActivationQuantizer Of(Quantizer? quantizer) => new(quantizer);

    /// <summary>A quantizer, or <see langword="null"/> for none.</summary>
    public static implicit operator ActivationQuantizer(Quantizer? quantizer) => new(quantizer);

    /// <summary><c>"default"</c>: that of the mode; or <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator ActivationQuantizer(string? text) => text switch
    {
        null => new(null),
        "default" => default,
        _ => throw new ArgumentException($"`activation_quantizer` must be \"default\", a quantizer or null. Received: activation_quantizer={text}"),
    };
}
