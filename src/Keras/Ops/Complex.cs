using Keras.Backend;

namespace Keras;

/// <content>Complex numbers, and the memory of numbers.</content>
public static partial class Ops
{
    /// <summary>Elementwise angle of complex numbers, in radians; of real numbers 0, or π where they are negative.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.angle", "keras.ops.numpy.angle")]
    public static Tensor angle(Tensor x) => Each("Angle", x, static t => Kernel.Angle(t));

    /// <summary>Elementwise complex conjugate; real numbers are their own.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.conjugate", "keras.ops.numpy.conjugate")]
    public static Tensor conjugate(Tensor x) => Each("Conjugate", x, static t => DTypes.IsComplex(t.dtype) ? Kernel.Conj(t) : t);

    /// <summary>Elementwise complex conjugate, the same as <see cref="conjugate"/>.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.conj", "keras.ops.numpy.conj")]
    public static Tensor conj(Tensor x) => conjugate(x);

    /// <summary>Elementwise real part.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.real", "keras.ops.numpy.real")]
    public static Tensor real(Tensor x) => Each("Real", x, static t => DTypes.IsComplex(t.dtype) ? Kernel.Real(t) : t);

    /// <summary>Elementwise imaginary part; 0 for real numbers.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.imag", "keras.ops.numpy.imag")]
    public static Tensor imag(Tensor x) => Each("Imag", x, static t => DTypes.IsComplex(t.dtype) ? Kernel.Imag(t) : Kernel.ZerosLike(t, t.dtype));

    /// <summary>The same memory read as another dtype: the bits stay, their meaning changes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dtype">The dtype to read; where its size differs, so does the last dimension.</param>
    /// <exception cref="ArgumentException">The last dimension does not hold a whole number of elements.</exception>
    [KerasExport("keras.ops.view", "keras.ops.numpy.view")]
    public static Tensor view(Tensor x, string? dtype = null)
    {
        var to = DTypes.Standardize(dtype);
        return Each("View", x, t =>
        {
            int from = DTypes.ByteSize(t.dtype), into = DTypes.ByteSize(to);
            if (from != into && (t.ndim == 0 || t.Dims[^1] * from % into != 0))
                throw new ArgumentException($"view: the last dimension of the shape {t.shape} and dtype {t.dtype} does not hold a whole number of {to} elements.");
            if (t.size == 0) return Kernel.Zeros(t.ndim == 0 ? [] : [.. t.Dims[..^1], t.Dims[^1] * from / into], to);
            return Kernel.Bitcast(Kernel.Contiguous(t), to);
        }, new() { ["dtype"] = dtype });
    }

    /// <summary>Number of dimensions.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.ndim", "keras.ops.numpy.ndim")]
    public static int ndim(Tensor x) => One(x).ndim;

    /// <summary>Number of elements.</summary>
    /// <param name="x">Any tensor.</param>
    /// <returns>A scalar int64.</returns>
    [KerasExport("keras.ops.size", "keras.ops.numpy.size")]
    public static Tensor size(Tensor x) => x is KerasTensor
        ? Symbolic.RecordSpec("Size", [x], a => size(a[0]), null, new KerasTensor(TensorShape.Scalar, "int64"))
        : Kernel.Full([], new ScalarTensor(One(x).size), "int64");
}
