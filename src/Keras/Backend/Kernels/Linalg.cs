using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of linear algebra.</summary>
internal static partial class Kernel
{
    /// <summary>A norm of a number as its order: of vectors along one axis, of matrices along two.</summary>
    internal static Tensor Norm(Tensor x, double order, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, order, axes, keepdims));

    /// <summary>A norm of a matrix by name, <c>fro</c> or <c>nuc</c>.</summary>
    internal static Tensor Norm(Tensor x, string order, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, order, axes, keepdims));

    /// <summary>The root of the sum of squares.</summary>
    internal static Tensor Norm(Tensor x, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, axes, keepdims));

    internal static Tensor Cholesky(Tensor x, bool upper) => Run("cholesky", x, t =>
    {
        if (!upper) return torch.linalg.cholesky(t);
        using var lower = torch.linalg.cholesky(t);
        using var flipped = lower.transpose(-2, -1);
        return flipped.is_complex() ? flipped.conj() : flipped.contiguous();
    });

    internal static Tensor CholeskyInverse(Tensor x, bool upper) => Run("cholesky_inverse", x, t => t.cholesky_inverse(upper));

    internal static Tensor Det(Tensor x) => Run("det", x, static t => torch.linalg.det(t));

    internal static Tensor Logdet(Tensor x) => Run("logdet", x, static t => t.logdet());

    internal static Tensor Inv(Tensor x) => Run("inv", x, static t => torch.linalg.inv(t));

    internal static Tensor[] Eig(Tensor x) => RunMany("eig", [x], static t =>
    {
        var (values, vectors) = torch.linalg.eig(t[0]);
        return [values, vectors];
    });

    internal static Tensor[] Eigh(Tensor x) => RunMany("eigh", [x], static t =>
    {
        var (values, vectors) = torch.linalg.eigh(t[0]);
        return [values, vectors];
    });

    /// <summary>The factors, and the row swaps counted from 0.</summary>
    internal static Tensor[] LuFactor(Tensor x) => RunMany("lu_factor", [x], static t =>
    {
        var (factors, pivots) = torch.linalg.lu_factor(t[0]);
        using var swaps = pivots!;
        return [factors, swaps.sub(Native.Scalars.IntOne)];
    });

    internal static Tensor[] Qr(Tensor x, bool complete) => RunMany("qr", [x], t =>
    {
        var (q, r) = torch.linalg.qr(t[0], complete ? torch.linalg.QRMode.Complete : torch.linalg.QRMode.Reduced);
        return [q, r];
    });

    internal static Tensor Solve(Tensor a, Tensor b) => Run("solve", a, b, static (x, y) => torch.linalg.solve(x, y));

    internal static Tensor SolveTriangular(Tensor a, Tensor b, bool lower) => Run("solve_triangular", a, b, (x, y) => torch.linalg.solve_triangular(x, y, !lower));

    internal static Tensor[] Svd(Tensor x, bool full) => RunMany("svd", [x], t =>
    {
        var (u, s, v) = torch.linalg.svd(t[0], full);
        return [u, s, v];
    });

    internal static Tensor SingularValues(Tensor x) => Run("svd", x, static t => torch.linalg.svdvals(t));

    internal static Tensor LeastSquares(Tensor a, Tensor b) => Run("lstsq", a, b, static (x, y) =>
    {
        var (solution, residuals, rank, values) = torch.linalg.lstsq(x, y);
        residuals.Dispose();
        rank.Dispose();
        values.Dispose();
        return solution;
    });

    internal static Tensor MatrixRank(Tensor x, double? tol) => Run("matrix_rank", x, t => torch.linalg.matrix_rank(t, tol));

    internal static Tensor Pinv(Tensor x, double? rcond) => Run("pinv", x, t => torch.linalg.pinv(t, null, rcond));
}
