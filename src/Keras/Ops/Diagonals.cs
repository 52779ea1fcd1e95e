using Keras.Backend;

namespace Keras;

/// <content>Diagonals and triangles of matrices.</content>
public static partial class Ops
{
    /// <summary>A matrix with a vector on a diagonal; or the diagonal of a matrix.</summary>
    /// <param name="x">A vector or a matrix.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    /// <exception cref="ArgumentException">The tensor has another number of dimensions.</exception>
    [KerasExport("keras.ops.diag", "keras.ops.numpy.diag")]
    public static Tensor diag(Tensor x, int k = 0) => Each("Diag", x, t => t.ndim is 1 or 2 ? Kernel.Diag(t, k)
        : throw new ArgumentException($"diag: expected a vector or a matrix. Received: shape {t.shape}."), new() { ["k"] = k });

    /// <summary>A matrix with all elements of a tensor on a diagonal.</summary>
    /// <param name="x">Any tensor; flattened.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    [KerasExport("keras.ops.diagflat", "keras.ops.numpy.diagflat")]
    public static Tensor diagflat(Tensor x, int k = 0) => Each("Diagflat", x, t => Kernel.Diagflat(Kernel.Contiguous(t), k), new() { ["k"] = k });

    /// <summary>The diagonals of the matrices that two axes span, as a new last axis.</summary>
    /// <param name="x">A tensor of at least two dimensions.</param>
    /// <param name="offset">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    /// <param name="axis1">Axis of the rows.</param>
    /// <param name="axis2">Axis of the columns.</param>
    /// <exception cref="ArgumentException">Both axes are one.</exception>
    [KerasExport("keras.ops.diagonal", "keras.ops.numpy.diagonal")]
    public static Tensor diagonal(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Each("Diagonal", x, t => DiagonalOf("diagonal", t, offset, axis1, axis2),
        new() { ["offset"] = offset, ["axis1"] = axis1, ["axis2"] = axis2 });

    /// <summary>Sum of the diagonals of the matrices that two axes span; small integers and booleans are counted in int32.</summary>
    /// <param name="x">A tensor of at least two dimensions.</param>
    /// <param name="offset">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    /// <param name="axis1">Axis of the rows.</param>
    /// <param name="axis2">Axis of the columns.</param>
    /// <exception cref="ArgumentException">Both axes are one.</exception>
    [KerasExport("keras.ops.trace", "keras.ops.numpy.trace")]
    public static Tensor trace(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Each("Trace", x, t =>
    {
        var to = t.dtype is "bool" or "int8" or "int16" or "uint8" ? "int32" : t.dtype;
        var diagonal = DiagonalOf("trace", t, offset, axis1, axis2);
        return Kernel.Sum(diagonal, [diagonal.ndim - 1], false, to);
    }, new() { ["offset"] = offset, ["axis1"] = axis1, ["axis2"] = axis2 });

    /// <summary>The matrices with zeros above a diagonal.</summary>
    /// <param name="x">A tensor of at least two dimensions, matrices in the last two.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    [KerasExport("keras.ops.tril", "keras.ops.numpy.tril")]
    public static Tensor tril(Tensor x, int k = 0) => Each("Tril", x, t => Kernel.Tril(AtLeast("tril", t, 2), k), new() { ["k"] = k });

    /// <summary>The matrices with zeros below a diagonal.</summary>
    /// <param name="x">A tensor of at least two dimensions, matrices in the last two.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    [KerasExport("keras.ops.triu", "keras.ops.numpy.triu")]
    public static Tensor triu(Tensor x, int k = 0) => Each("Triu", x, t => Kernel.Triu(AtLeast("triu", t, 2), k), new() { ["k"] = k });

    /// <summary>Sign and logarithm of the absolute value of the determinants of square matrices.</summary>
    /// <param name="x">A float tensor of at least two dimensions, square matrices in the last two.</param>
    /// <returns>The list of both: <c>var (sign, logabsdet) = ops.slogdet(x)</c>.</returns>
    /// <exception cref="ArgumentException">The matrices are not square.</exception>
    [KerasExport("keras.ops.slogdet", "keras.ops.numpy.slogdet")]
    public static Tensor slogdet(Tensor x) => Each("Slogdet", x, static t =>
    {
        AtLeast("slogdet", t, 2);
        if (t.Dims[^1] != t.Dims[^2]) throw new ArgumentException($"slogdet: the matrices must be square. Received: shape {t.shape}.");
        var (sign, log) = Kernel.Slogdet(FloatOrComplex(t));
        return new TensorList(sign, log);
    });

    private static Tensor DiagonalOf(string op, Tensor t, int offset, int axis1, int axis2)
    {
        AtLeast(op, t, 2);
        int first = Axes.Normalize(axis1, t.ndim), second = Axes.Normalize(axis2, t.ndim);
        if (first == second) throw new ArgumentException($"{op}: `axis1` and `axis2` must differ. Received: axis1={axis1}, axis2={axis2} for the shape {t.shape}.");
        return Kernel.Diagonal(t, offset, first, second);
    }
}
