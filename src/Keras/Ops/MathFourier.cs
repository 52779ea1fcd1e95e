using System.Runtime.CompilerServices;
using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The Fourier transform along the last axis.</summary>
    /// <param name="x">A list of two tensors of floats: real and imaginary part.</param>
    /// <returns>A list of two: real and imaginary part of the transform.</returns>
    /// <exception cref="ArgumentException">There are not two tensors of one shape.</exception>
    [KerasExport("keras.ops.fft")]
    public static Tensor fft(Tensor x) => ComplexToComplex("FFT", x, 1, Kernel.Fft);

    /// <summary>The Fourier transform along the last two axes.</summary>
    /// <param name="x">A list of two tensors of floats: real and imaginary part.</param>
    /// <returns>A list of two: real and imaginary part of the transform.</returns>
    /// <exception cref="ArgumentException">There are not two tensors of one shape.</exception>
    [KerasExport("keras.ops.fft2")]
    public static Tensor fft2(Tensor x) => ComplexToComplex("FFT2", x, 2, Kernel.Fft2);

    /// <summary>The inverse Fourier transform along the last two axes.</summary>
    /// <param name="x">A list of two tensors of floats: real and imaginary part.</param>
    /// <returns>A list of two: real and imaginary part.</returns>
    /// <exception cref="ArgumentException">There are not two tensors of one shape.</exception>
    [KerasExport("keras.ops.ifft2")]
    public static Tensor ifft2(Tensor x) => ComplexToComplex("IFFT2", x, 2, Kernel.Ifft2);

    /// <summary>The Fourier transform of real numbers along the last axis, its first half.</summary>
    /// <param name="x">A tensor of floats.</param>
    /// <param name="fft_length">To what length the axis is cut or filled with zeros first; its own where <see langword="null"/>.</param>
    /// <returns>A list of two: real and imaginary part, of length fft_length / 2 + 1.</returns>
    [KerasExport("keras.ops.rfft")]
    public static Tensor rfft(Tensor x, int? fft_length = null)
    {
        CheckRank("rfft", x, 1);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            return Parts(scope, Kernel.Rfft(Floats(t[0]), fft_length));
        }
        if (x is not KerasTensor k) return Compute([x]);
        var shape = k.shape.With(-1, (fft_length ?? k.shape[^1]) / 2 + 1);
        return Symbolic.RecordSpec("RFFT", [x], Compute, new() { ["fft_length"] = fft_length }, TwoOf(shape, k.dtype));
    }

    /// <summary>The real numbers of which the argument is the first half of the Fourier transform.</summary>
    /// <param name="x">A list of two tensors of floats: real and imaginary part.</param>
    /// <param name="fft_length">Length of the result; twice the argument's less 2 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There are not two tensors of one shape.</exception>
    [KerasExport("keras.ops.irfft")]
    public static Tensor irfft(Tensor x, int? fft_length = null)
    {
        var (real, _) = ComplexParts("irfft", x, 1);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            return scope.Keep(Kernel.Irfft(ComplexOf("irfft", t[0], 1), fft_length));
        }
        return Nest.IsSymbolic(x)
            ? Symbolic.RecordSpec("IRFFT", [x], Compute, new() { ["fft_length"] = fft_length }, new KerasTensor(real.shape.With(-1, fft_length ?? 2 * (real.shape[^1] - 1)), real.dtype))
            : Compute([x]);
    }

    /// <summary>Fourier transforms of overlapping windows of a signal.</summary>
    /// <param name="x">(…, samples), float32 or float64.</param>
    /// <param name="sequence_length">Length of a window.</param>
    /// <param name="sequence_stride">Distance between windows.</param>
    /// <param name="fft_length">Length of a transform, at least that of a window.</param>
    /// <param name="window">By what the windows are multiplied: <c>hann</c>, <c>hamming</c>, or nothing where <see langword="null"/>.</param>
    /// <param name="center">Whether the signal is mirrored at its ends, so that windows are centred at their places.</param>
    /// <returns>A list of two, real and imaginary part: (…, windows, fft_length / 2 + 1).</returns>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    [KerasExport("keras.ops.stft"), OverloadResolutionPriority(1)]
    public static Tensor stft(Tensor x, int sequence_length, int sequence_stride, int fft_length, string? window = "hann", bool center = true) =>
        Stft(x, sequence_length, sequence_stride, fft_length, window, null, center);

    /// <summary>Fourier transforms of overlapping windows of a signal.</summary>
    /// <param name="x">(…, samples), float32 or float64.</param>
    /// <param name="sequence_length">Length of a window.</param>
    /// <param name="sequence_stride">Distance between windows.</param>
    /// <param name="fft_length">Length of a transform, at least that of a window.</param>
    /// <param name="window">By what the windows are multiplied: one number for each of their samples.</param>
    /// <param name="center">Whether the signal is mirrored at its ends, so that windows are centred at their places.</param>
    /// <returns>A list of two, real and imaginary part: (…, windows, fft_length / 2 + 1).</returns>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    [KerasExport("keras.ops.stft")]
    public static Tensor stft(Tensor x, int sequence_length, int sequence_stride, int fft_length, Tensor window, bool center = true) =>
        Stft(x, sequence_length, sequence_stride, fft_length, null, window, center);

    /// <summary>The signal of which the argument holds the Fourier transforms of overlapping windows.</summary>
    /// <param name="x">A list of two, real and imaginary part: (…, windows, fft_length / 2 + 1).</param>
    /// <param name="sequence_length">Length of a window.</param>
    /// <param name="sequence_stride">Distance between windows.</param>
    /// <param name="fft_length">Length of a transform.</param>
    /// <param name="length">Length of the result; as the windows give it where <see langword="null"/>.</param>
    /// <param name="window">By what the windows were multiplied: <c>hann</c>, <c>hamming</c>, or nothing where <see langword="null"/>.</param>
    /// <param name="center">Whether the signal was mirrored at its ends.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    [KerasExport("keras.ops.istft"), OverloadResolutionPriority(1)]
    public static Tensor istft(Tensor x, int sequence_length, int sequence_stride, int fft_length, int? length = null, string? window = "hann", bool center = true) =>
        Istft(x, sequence_length, sequence_stride, fft_length, length, window, null, center);

    /// <summary>The signal of which the argument holds the Fourier transforms of overlapping windows.</summary>
    /// <param name="x">A list of two, real and imaginary part: (…, windows, fft_length / 2 + 1).</param>
    /// <param name="sequence_length">Length of a window.</param>
    /// <param name="sequence_stride">Distance between windows.</param>
    /// <param name="fft_length">Length of a transform.</param>
    /// <param name="length">Length of the result; as the windows give it where <see langword="null"/>.</param>
    /// <param name="window">By what the windows were multiplied: one number for each of their samples.</param>
    /// <param name="center">Whether the signal was mirrored at its ends.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    [KerasExport("keras.ops.istft")]
    public static Tensor istft(Tensor x, int sequence_length, int sequence_stride, int fft_length, int? length, Tensor window, bool center = true) =>
        Istft(x, sequence_length, sequence_stride, fft_length, length, null, window, center);

    /// <summary>Overlapping parts of the last axis.</summary>
    /// <param name="x">(…, samples).</param>
    /// <param name="sequence_length">Length of a part.</param>
    /// <param name="sequence_stride">Distance between parts.</param>
    /// <returns>(…, parts, sequence_length).</returns>
    /// <exception cref="ArgumentException">The axis is shorter than a part.</exception>
    [KerasExport("keras.ops.extract_sequences")]
    public static Tensor extract_sequences(Tensor x, int sequence_length, int sequence_stride)
    {
        CheckRank("extract_sequences", x, 1);
        if (sequence_length < 1 || sequence_stride < 1 || x.shape[^1] is { } samples && samples < sequence_length)
            throw new ArgumentException($"extract_sequences: length and stride must be positive, and the last axis at least as long as a part. Received: x.shape={x.shape}, sequence_length={sequence_length}, sequence_stride={sequence_stride}.");
        Tensor Compute(Tensor[] t) => Kernel.Unfold(Strong(t[0]), sequence_length, sequence_stride);
        if (x is not KerasTensor k) return Compute([x]);
        var shape = new TensorShape([.. k.shape[..^1], 1 + (k.shape[^1] - sequence_length) / sequence_stride, sequence_length]);
        return Symbolic.RecordSpec("ExtractSequences", [x], Compute, new() { ["sequence_length"] = sequence_length, ["sequence_stride"] = sequence_stride }, new KerasTensor(shape, k.dtype));
    }

    /// <summary>Pairs of numbers as complex numbers.</summary>
    /// <param name="x">(…, 2): real and imaginary part.</param>
    /// <exception cref="ArgumentException">The last dimension is not 2.</exception>
    [KerasExport("keras.ops.view_as_complex")]
    public static Tensor view_as_complex(Tensor x)
    {
        if (x.ndim < 1 || x.shape[^1] != 2) throw new ArgumentException($"Last dimension of input must be size 2 (real and imaginary). Received shape: {x.shape}");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var pairs = cast(t[0], "float32");
            return scope.Keep(Kernel.Complex(Kernel.Select(pairs, pairs.ndim - 1, 0), Kernel.Select(pairs, pairs.ndim - 1, 1)));
        }
        return x is KerasTensor k ? Symbolic.RecordSpec("ViewAsComplex", [x], Compute, null, new KerasTensor(k.shape[..^1], "complex64")) : Compute([x]);
    }

    /// <summary>Complex numbers as pairs of numbers.</summary>
    /// <param name="x">Any tensor; real numbers have the imaginary part 0.</param>
    /// <returns>(…, 2): real and imaginary part.</returns>
    [KerasExport("keras.ops.view_as_real")]
    public static Tensor view_as_real(Tensor x)
    {
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var z = Strong(t[0]);
            return scope.Keep(DTypes.IsComplex(z.dtype) ? Kernel.ViewAsReal(z) : Kernel.Stack([z, Kernel.ZerosLike(z, z.dtype)], z.ndim));
        }
        var dtype = x.dtype == "complex128" ? "float64" : DTypes.IsComplex(x.dtype) ? "float32" : x.dtype;
        return x is KerasTensor k ? Symbolic.RecordSpec("ViewAsReal", [x], Compute, null, new KerasTensor(new TensorShape([.. k.shape, 2]), dtype)) : Compute([x]);
    }

    /// <summary>Complex numbers of their absolute values and angles.</summary>
    /// <param name="abs_">Absolute values, floats.</param>
    /// <param name="angle">Angles in radians, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    [KerasExport("keras.ops.polar", "keras.ops.nn.polar")]
    public static Tensor polar(Tensor abs_, Tensor angle)
    {
        if (abs_.shape != angle.shape) throw new ArgumentException($"polar: absolute values and angles must have the same shape. Received: abs_.shape={abs_.shape}, angle.shape={angle.shape}.");
        return Nary("Polar", [abs_, angle], t =>
        {
            using var scope = new TensorScope();
            Tensor r = Floats(t[0]), phi = cast(t[1], r.dtype);
            return scope.Keep(Kernel.Complex(Kernel.Mul(r, Kernel.Cos(phi)), Kernel.Mul(r, Kernel.Sin(phi))));
        });
    }

    private static Tensor ComplexToComplex(string className, Tensor x, int rank, Func<Tensor, Tensor> run)
    {
        var (real, imag) = ComplexParts(className, x, rank);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            return Parts(scope, run(ComplexOf(className, t[0], rank)));
        }
        return Nest.IsSymbolic(x) ? Symbolic.RecordSpec(className, [x], Compute, null, new TensorList(new KerasTensor(real.shape, real.dtype), new KerasTensor(imag.shape, imag.dtype))) : Compute([x]);
    }

    private static Tensor Stft(Tensor x, int sequence_length, int sequence_stride, int fft_length, string? window, Tensor? weights, bool center)
    {
        CheckRank("stft", x, 1);
        CheckWindow("stft", sequence_length, sequence_stride, fft_length, window, weights);
        if (x.dtype is not ("float32" or "float64")) throw new ArgumentException($"Invalid input type. Expected `float32` or `float64`. Received: input type={x.dtype}");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var signal = Strong(t[0]);
            var batch = signal.Dims[..^1];
            var flat = signal.ndim > 2 ? Kernel.Reshape(signal, batch.Aggregate(1L, (a, b) => a * b), signal.Dims[^1]) : signal;
            var y = Kernel.Stft(flat, fft_length, sequence_stride, sequence_length, WindowOf(window, weights, sequence_length, signal.dtype) ?? Kernel.Ones([sequence_length], signal.dtype), center);
            if (signal.ndim > 2) y = Kernel.Reshape(y, [.. batch, .. y.Dims[^2..]]);
            return Parts(scope, Kernel.Transpose(y, y.ndim - 2, y.ndim - 1));
        }
        if (x is not KerasTensor k) return Compute([x]);
        var count = 1 + (k.shape[^1] + (center ? fft_length / 2 * 2 : 0) - fft_length) / sequence_stride;
        var config = new Config
        {
            ["sequence_length"] = sequence_length,
            ["sequence_stride"] = sequence_stride,
            ["fft_length"] = fft_length,
            ["window"] = weights is null ? window : Saving.Serialization.ToConfig(weights),
            ["center"] = center,
        };
        return Symbolic.RecordSpec("STFT", [x], Compute, config, TwoOf(new TensorShape([.. k.shape[..^1], count, fft_length / 2 + 1]), k.dtype));
    }

    private static Tensor Istft(Tensor x, int sequence_length, int sequence_stride, int fft_length, int? length, string? window, Tensor? weights, bool center)
    {
        var (real, _) = ComplexParts("istft", x, 2);
        CheckWindow("istft", sequence_length, sequence_stride, fft_length, window, weights);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var z = ComplexOf("istft", t[0], 2);
            var w = WindowOf(window, weights, sequence_length, z.dtype == "complex128" ? "float64" : "float32");
            if (sequence_length == fft_length && center && w is not null)
            {
                var batch = z.Dims[..^2];
                var flat = z.ndim > 3 ? Kernel.Reshape(z, [batch.Aggregate(1L, (a, b) => a * b), .. z.Dims[^2..]]) : z;
                var y = Kernel.Istft(Kernel.Transpose(flat, flat.ndim - 2, flat.ndim - 1), fft_length, sequence_stride, sequence_length, w, length);
                return scope.Keep(z.ndim > 3 ? Kernel.Reshape(y, [.. batch, y.Dims[^1]]) : y);
            }
            return scope.Keep(Kernel.Contiguous(OverlapSum(Kernel.Irfft(z, fft_length), sequence_length, sequence_stride, fft_length, length, w, center)));
        }
        if (!Nest.IsSymbolic(x)) return Compute([x]);
        var size = length ?? (real.shape[^2] - 1) * sequence_stride + fft_length - (center ? fft_length / 2 * 2 : 0);
        var config = new Config
        {
            ["sequence_length"] = sequence_length,
            ["sequence_stride"] = sequence_stride,
            ["fft_length"] = fft_length,
            ["length"] = length,
            ["window"] = weights is null ? window : Saving.Serialization.ToConfig(weights),
            ["center"] = center,
        };
        return Symbolic.RecordSpec("ISTFT", [x], Compute, config, new KerasTensor(new TensorShape([.. real.shape[..^2], size]), real.dtype));
    }

    /// <summary>Adds up windows at their places, each divided by what all windows together weigh there.</summary>
    private static Tensor OverlapSum(Tensor frames, int sequence_length, int stride, int fft_length, int? length, Tensor? window, bool center)
    {
        // 1. The weights: the window over the sum of the squares of all windows that overlap.
        if (window is not null)
        {
            var before = (fft_length - sequence_length) / 2;
            window = Kernel.PadConstant(window, [before, fft_length - sequence_length - before], 0);
            var overlaps = (fft_length + stride - 1) / stride;
            var sum = Kernel.Sum(Kernel.Reshape(Kernel.PadConstant(Kernel.Square(window), [0, overlaps * stride - fft_length], 0), overlaps, stride), [0], false);
            frames = Kernel.Mul(frames, Kernel.Div(window, Kernel.Narrow(Kernel.Tile(sum, overlaps), 0, 0, fft_length)));
        }
        // 2. Every sample goes to its place.
        long count = frames.Dims[^2], total = fft_length + stride * (count - 1);
        var batch = frames.Dims[..^2];
        var place = Kernel.Add(Kernel.Reshape(Kernel.Arange(0L, count * stride, stride, "int64"), count, 1), Kernel.Reshape(Kernel.Arange(0L, fft_length, 1L, "int64"), 1, fft_length));
        var rows = Kernel.Transpose(Kernel.Reshape(frames, -1, count * fft_length), 0, 1);
        var signal = Kernel.ScatterRows(Kernel.Zeros([total, rows.Dims[1]], frames.dtype), Kernel.Reshape(place, -1), rows, "add");
        signal = Kernel.Reshape(Kernel.Transpose(signal, 0, 1), [.. batch, total]);
        // 3. The part asked for.
        long start = center ? fft_length / 2 : 0;
        var end = Math.Min(total, length is { } l ? start + l : center ? total - fft_length / 2 : total);
        return Kernel.Narrow(signal, signal.ndim - 1, start, Math.Max(0, end - start));
    }

    private static void CheckWindow(string op, int sequence_length, int sequence_stride, int fft_length, string? window, Tensor? weights)
    {
        if (sequence_stride < 1) throw new ArgumentException($"`sequence_stride` must be a positive integer. Received: sequence_stride={sequence_stride}");
        if (sequence_length < 1 || fft_length < sequence_length)
            throw new ArgumentException($"{op}: `fft_length` must be equal to or larger than `sequence_length`. Received: sequence_length={sequence_length}, fft_length={fft_length}");
        if (window is not (null or "hann" or "hamming")) throw new ArgumentException($"If a string is passed to `window`, it must be one of 'hann', 'hamming'. Received: window='{window}'");
        if (weights is not null && (weights.ndim != 1 || weights.shape[0] != sequence_length))
            throw new ArgumentException($"The shape of `window` must be ({sequence_length},), equal to sequence_length. Received: window shape={weights.shape}");
    }

    private static Tensor? WindowOf(string? window, Tensor? weights, int length, string dtype) =>
        weights is not null ? cast(weights, dtype) : window switch { null => null, "hann" => Kernel.HannWindow(length, dtype), _ => Kernel.HammingWindow(length, dtype) };

    private static (Tensor Real, Tensor Imag) ComplexParts(string op, Tensor x, int rank)
    {
        if (x is not TensorList { Count: 2 } list) throw new ArgumentException($"{op}: input `x` should be a list of two tensors, real and imaginary. Received: {Nest.Shapes(x)}. Write: new TensorList(real, imag).");
        if (list[0].shape != list[1].shape) throw new ArgumentException($"{op}: both the real and imaginary parts should have the same shape. Received: {Nest.Shapes(x)}.");
        CheckRank(op, list[0], rank);
        foreach (var part in list)
            if (!DTypes.IsFloat(part.dtype)) throw new ArgumentException($"{op}: real and imaginary part must be floats. Received: {list[0].dtype} and {list[1].dtype}.");
        return (list[0], list[1]);
    }

    private static Tensor ComplexOf(string op, Tensor x, int rank)
    {
        var (real, imag) = ComplexParts(op, x, rank);
        return Kernel.Complex(Strong(real), cast(imag, real.dtype));
    }

    private static TensorList Parts(TensorScope scope, Tensor z) => new(scope.Keep(Kernel.RealPart(z)), scope.Keep(Kernel.ImaginaryPart(z)));

    private static TensorList TwoOf(TensorShape shape, string dtype) => new(new KerasTensor(shape, dtype), new KerasTensor(shape, dtype));

    private static void CheckRank(string op, Tensor x, int rank)
    {
        if (x.ndim < rank) throw new ArgumentException($"{op}: input should have rank >= {rank}. Received: input.shape = {x.shape}");
    }
}
