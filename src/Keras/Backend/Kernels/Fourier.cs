using TorchSharp;

namespace Keras.Backend;

/// <summary>Native Fourier transforms, and the parts of complex numbers.</summary>
internal static partial class Kernel
{
    internal static Tensor Complex(Tensor real, Tensor imag) => Run("complex", real, imag, static (r, i) => torch.complex(r, i));

    internal static Tensor RealPart(Tensor z) => Run("real", z, static t =>
    {
        using var view = t.real;
        return view.clone();
    });

    internal static Tensor ImaginaryPart(Tensor z) => Run("imag", z, static t =>
    {
        using var view = t.imag;
        return view.clone();
    });

    internal static Tensor ViewAsReal(Tensor z) => Run("view_as_real", z, static t =>
    {
        using var view = t.view_as_real();
        return view.clone();
    });

    internal static Tensor Fft(Tensor z) => Run("fft", z, static t => torch.fft.fft_(t));

    internal static Tensor Fft2(Tensor z) => Run("fft2", z, static t => torch.fft.fft2(t));

    internal static Tensor Ifft2(Tensor z) => Run("ifft2", z, static t => torch.fft.ifft2(t));

    internal static Tensor Rfft(Tensor x, int? length) => Run("rfft", x, t => torch.fft.rfft(t, length ?? -1));

    internal static Tensor Irfft(Tensor z, int? length) => Run("irfft", z, t => torch.fft.irfft(t, length ?? -1));

    internal static Tensor Stft(Tensor x, int length, int stride, int window, Tensor weights, bool center) =>
        Run("stft", x, weights, (t, w) => torch.stft(t, length, stride, window, w, center, return_complex: true));

    internal static Tensor Istft(Tensor z, int length, int stride, int window, Tensor weights, int? samples) =>
        Run("istft", z, weights, (t, w) => torch.istft(t, length, stride, window, w, true, length: samples ?? -1));

    internal static Tensor HannWindow(int length, string dtype) => Make("stft", () => torch.hann_window(length, true, DTypes.Native(dtype)));

    internal static Tensor HammingWindow(int length, string dtype) => Make("stft", () => torch.hamming_window(length, true, dtype: DTypes.Native(dtype)));

    internal static Tensor Transpose(Tensor x, long first, long second) => Run("transpose", x, t => t.transpose(first, second));

    /// <summary>Overlapping parts of the last axis, as memory of their own.</summary>
    internal static Tensor Unfold(Tensor x, long length, long step) => Run("extract_sequences", x, t =>
    {
        using var view = t.unfold(-1, length, step);
        return view.clone();
    });
}
