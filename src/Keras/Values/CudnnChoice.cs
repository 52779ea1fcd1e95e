namespace Keras;

/// <summary>The argument use_cudnn: <c>"auto"</c>, <see langword="true"/> or <see langword="false"/>.</summary>
/// <remarks>
/// Porting note: the engine's fused recurrent kernels take the place of cuDNN. <c>"auto"</c> uses them wherever they fit,
/// <see langword="true"/> insists on them, and <see langword="false"/> computes step by step.
/// </remarks>
public readonly struct CudnnChoice
{
    private readonly bool? _on;

    private CudnnChoice(bool? on) => _on = on;

    internal bool IsOff => _on == false;

    internal bool IsRequired => _on == true;

    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    public static implicit operator CudnnChoice(bool on) => new(on);

    /// <summary><c>"auto"</c>.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator CudnnChoice(string value) => value == "auto" ? default
        : throw new ArgumentException($"Invalid value received for argument `use_cudnn`. Expected one of \"auto\", true, false. Received: use_cudnn='{value}'.");

    /// <summary>The value as Python writes it.</summary>
    public override string ToString() => _on switch { null => "auto", true => "True", _ => "False" };
}
