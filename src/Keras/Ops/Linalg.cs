using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The triangular matrix whose product with its transpose is the argument.</summary>
    /// <param name="x">(…, n, n), symmetric and positive definite.</param>
    /// <param name="upper">Whether the upper triangle is given, not the lower one.</param>
    /// <exception cref="ArgumentException">The matrix is not square or not positive definite.</exception>
    [KerasExport("keras.ops.cholesky", "keras.ops.linalg.cholesky")]
    public static Tensor cholesky(Tensor x, bool upper = false)
    {
        CheckSquare(x);
        return OfMatrix("Cholesky", x, t => Kernel.Cholesky(t, upper), x.shape, new() { ["upper"] = upper });
    }

    /// <summary>The inverse of a matrix of which the argument is the Cholesky factor.</summary>
    /// <param name="x">(…, n, n), triangular.</param>
    /// <param name="upper">Whether it is an upper triangle.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.cholesky_inverse", "keras.ops.linalg.cholesky_inverse")]
    public static Tensor cholesky_inverse(Tensor x, bool upper = false)
    {
        CheckSquare(x);
        return OfMatrix("CholeskyInverse", x, t => Kernel.CholeskyInverse(t, upper), x.shape, new() { ["upper"] = upper });
    }

    /// <summary>A power of a matrix, by repeated squaring; the inverse is raised where the exponent is negative.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <param name="n">The exponent; 0 gives the identity matrix.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.matrix_power", "keras.ops.linalg.matrix_power")]
    public static Tensor matrix_power(Tensor x, int n)
    {
        CheckSquare(x);
        return OfMatrix("MatrixPower", x, t =>
        {
            if (n == 0) return Kernel.Mul(ones_like(t), eye(t.shape[^1]!.Value, dtype: t.dtype));
            Tensor square = n < 0 ? Kernel.Inv(t) : t;
            Tensor? power = null;
            for (var left = Math.Abs((long)n); left > 0; left >>= 1)
            {
                if ((left & 1) == 1) power = power is null ? square : Kernel.Matmul(power, square);
                if (left > 1) square = Kernel.Matmul(square, square);
            }
            return n == 1 ? Kernel.Clone(power!) : power!;
        }, x.shape, new() { ["n"] = n });
    }

    /// <summary>The determinant.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.det", "keras.ops.linalg.det")]
    public static Tensor det(Tensor x)
    {
        CheckSquare(x);
        return OfMatrix("Det", x, Kernel.Det, x.shape[..^2]);
    }

    /// <summary>The logarithm of the determinant; NaN for a negative one.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.logdet")]
    public static Tensor logdet(Tensor x)
    {
        CheckSquare(x);
        return OfMatrix("Logdet", x, Kernel.Logdet, x.shape[..^2]);
    }

    /// <summary>Eigenvalues and eigenvectors.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>A list of two complex tensors: (…, n) and, in columns, (…, n, n).</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.eig", "keras.ops.linalg.eig")]
    public static Tensor eig(Tensor x)
    {
        CheckSquare(x);
        var dtype = x.dtype is "float64" or "complex128" ? "complex128" : "complex64";
        return OfMatrix("Eig", x, t => new TensorList(Kernel.Eig(t)), (x.shape[..^1], dtype), (x.shape, dtype));
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors of a symmetric matrix.</summary>
    /// <param name="x">(…, n, n), symmetric; the lower triangle is read.</param>
    /// <returns>A list of two: (…, n) and, in columns, (…, n, n).</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    [KerasExport("keras.ops.eigh", "keras.ops.linalg.eigh")]
    public static Tensor eigh(Tensor x)
    {
        CheckSquare(x);
        return OfMatrix("Eigh", x, t => new TensorList(Kernel.Eigh(t)), (x.shape[..^1], x.dtype), (x.shape, x.dtype));
    }

    /// <summary>The inverse.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <exception cref="ArgumentException">The matrix is not square or has no inverse.</exception>
    [KerasExport("keras.ops.inv", "keras.ops.linalg.inv")]
    public static Tensor inv(Tensor x)
    {
        CheckSquare(x);
        return OfMatrix("Inv", x, Kernel.Inv, x.shape);
    }

    /// <summary>The triangular factors of a matrix whose rows have been swapped.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <returns>A list of two: both factors in one matrix, and for each row the one it was swapped with, counted from 0.</returns>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    [KerasExport("keras.ops.lu_factor", "keras.ops.linalg.lu_factor")]
    public static Tensor lu_factor(Tensor x)
    {
        CheckMatrix(x);
        return OfMatrix("LuFactor", x, t => new TensorList(Kernel.LuFactor(t)), (x.shape, x.dtype), (new TensorShape([.. x.shape[..^2], Least(x.shape[^2], x.shape[^1])]), "int32"));
    }

    /// <summary>A norm of vectors (one axis) or of matrices (two).</summary>
    /// <param name="x">Any tensor of numbers.</param>
    /// <param name="ord">Its order; the root of the sum of squares where <see langword="null"/>.</param>
    /// <param name="axis">The axis or the two axes; all where <see langword="null"/>, of which an order allows two at most.</param>
    /// <param name="keepdims">Whether the axes stay, with length 1.</param>
    /// <exception cref="ArgumentException">The order does not fit the number of axes.</exception>
    [KerasExport("keras.ops.norm", "keras.ops.linalg.norm")]
    public static Tensor norm(Tensor x, NormOrder? ord = null, Axes? axis = null, bool keepdims = false)
    {
        var axes = axis?.Normalize(x.ndim);
        var count = axes?.Length ?? x.ndim;
        if (ord is { Name: { } name } && count != 2)
            throw new ArgumentException($"Invalid `ord` argument: '{name}' is a norm of matrices. Received: ord='{name}', axis={axis?.ToString() ?? "None"}, x.shape={x.shape}. Name two axes.");
        if (ord is { Name: null } o && (count > 2 || count == 2 && !(double.IsInfinity(o.Number) || Math.Abs(o.Number) is 1 or 2)))
            throw new ArgumentException($"Invalid `ord` argument for {(count > 2 ? $"{count} axes" : "a matrix norm")}. Received: ord={o}, axis={axis?.ToString() ?? "None"}, x.shape={x.shape}.");
        return Unary("Norm", x, t =>
        {
            using var scope = new TensorScope();
            t = Floats(t);
            return scope.Keep(ord is not { } order ? Kernel.Norm(t, axes, keepdims) : order.Name is { } text ? Kernel.Norm(t, text, axes, keepdims) : Kernel.Norm(t, order.Number, axes, keepdims));
        }, new() { ["ord"] = ord is { } known ? ((Saving.IConfigValue)known).ToConfig() : null, ["axis"] = axis is { } a ? ((Saving.IConfigValue)a).ToConfig() : null, ["keepdims"] = keepdims });
    }

    /// <summary>Orthonormal columns and an upper triangle whose product is the argument.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="mode"><c>reduced</c>: min(m, n) columns; <c>complete</c>: m columns.</param>
    /// <returns>A list of two.</returns>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions, or there is no such mode.</exception>
    [KerasExport("keras.ops.qr", "keras.ops.linalg.qr")]
    public static Tensor qr(Tensor x, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete")) throw new ArgumentException($"`mode` argument value not supported. Expected one of 'reduced', 'complete'. Received: mode='{mode}'");
        CheckMatrix(x);
        int? m = x.shape[^2], n = x.shape[^1], k = mode == "complete" ? m : Least(m, n);
        return OfMatrix("Qr", x, t => new TensorList(Kernel.Qr(t, mode == "complete")),
            (new TensorShape([.. x.shape[..^2], m, k]), x.dtype), (new TensorShape([.. x.shape[..^2], k, n]), x.dtype));
    }

    /// <summary>The x for which a · x = b.</summary>
    /// <param name="a">(…, n, n).</param>
    /// <param name="b">(…, n) or (…, n, k).</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the matrix has no inverse.</exception>
    [KerasExport("keras.ops.solve", "keras.ops.linalg.solve")]
    public static Tensor solve(Tensor a, Tensor b)
    {
        CheckSystem("solve", a, b);
        return Systems("Solve", a, b, b.shape, null, static (x, y) => Kernel.Solve(x, y));
    }

    /// <summary>The x for which a · x = b, of a triangular a.</summary>
    /// <param name="a">(…, n, n), triangular.</param>
    /// <param name="b">(…, n) or (…, n, k).</param>
    /// <param name="lower">Whether a is a lower triangle.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.solve_triangular", "keras.ops.linalg.solve_triangular")]
    public static Tensor solve_triangular(Tensor a, Tensor b, bool lower = false)
    {
        CheckSystem("solve_triangular", a, b);
        return Systems("SolveTriangular", a, b, b.shape, new() { ["lower"] = lower }, (x, y) =>
            y.ndim == x.ndim - 1 ? Kernel.Squeeze(Kernel.SolveTriangular(x, Kernel.Unsqueeze(y, y.ndim), lower), y.ndim) : Kernel.SolveTriangular(x, y, lower));
    }

    /// <summary>The singular value decomposition.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="full_matrices">Whether the orthogonal matrices are square.</param>
    /// <param name="compute_uv">Whether they are computed at all.</param>
    /// <returns>A list of three, u, s and the transpose of v; or s alone.</returns>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    [KerasExport("keras.ops.svd", "keras.ops.linalg.svd")]
    public static Tensor svd(Tensor x, bool full_matrices = true, bool compute_uv = true)
    {
        CheckMatrix(x);
        int? m = x.shape[^2], n = x.shape[^1], k = Least(m, n);
        var batch = x.shape[..^2];
        if (!compute_uv) return OfMatrix("SVD", x, Kernel.SingularValues, new TensorShape([.. batch, k]), new() { ["full_matrices"] = full_matrices, ["compute_uv"] = false });
        return OfMatrix("SVD", x, t => new TensorList(Kernel.Svd(t, full_matrices)), (new TensorShape([.. batch, m, full_matrices ? m : k]), x.dtype),
            (new TensorShape([.. batch, k]), x.dtype), (new TensorShape([.. batch, full_matrices ? n : k, n]), x.dtype));
    }

    /// <summary>The x that makes the sum of squares of a · x - b least.</summary>
    /// <param name="a">(m, n).</param>
    /// <param name="b">(m) or (m, k).</param>
    /// <param name="rcond">Singular values below this part of the greatest count as 0; none where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.lstsq", "keras.ops.linalg.lstsq")]
    public static Tensor lstsq(Tensor a, Tensor b, double? rcond = null)
    {
        if (a.ndim != 2) throw new ArgumentException($"Expected a to have rank 2. Received: a.shape={a.shape}");
        if (b.ndim is not (1 or 2)) throw new ArgumentException($"Expected b to have rank 1 or 2. Received: b.shape={b.shape}");
        if (a.shape[0] is { } m && b.shape[0] is { } rows && m != rows) throw new ArgumentException($"Expected b.shape[0] to be equal to a.shape[0]. Received: a.shape={a.shape}, b.shape={b.shape}");
        TensorShape shape = b.ndim == 2 ? new(a.shape[1], b.shape[1]) : new(a.shape[1]);
        return Systems("Lstsq", a, b, shape, new() { ["rcond"] = rcond }, (x, y) =>
        {
            var columns = y.ndim == 1 ? Kernel.Unsqueeze(y, 1) : y;
            var solution = rcond is null ? Kernel.LeastSquares(x, columns) : Kernel.Matmul(Kernel.Pinv(x, rcond), columns);
            return y.ndim == 1 ? Kernel.Squeeze(solution, 1) : solution;
        });
    }

    /// <summary>How many singular values are not 0.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="tol">Up to what a singular value counts as 0; chosen by the dtype where <see langword="null"/>.</param>
    /// <returns>(…), int32.</returns>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    [KerasExport("keras.ops.matrix_rank", "keras.ops.linalg.matrix_rank")]
    public static Tensor matrix_rank(Tensor x, double? tol = null)
    {
        CheckMatrix(x);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            return scope.Keep(Kernel.Cast(Kernel.MatrixRank(Floats(t[0]), tol), "int32"));
        }
        return x is KerasTensor ? Symbolic.RecordSpec("MatrixRank", [x], Compute, new() { ["tol"] = tol }, new KerasTensor(x.shape[..^2], "int32")) : Compute([x]);
    }

    /// <summary>The pseudo-inverse.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="rcond">Singular values below this part of the greatest count as 0; chosen by the dtype where <see langword="null"/>.</param>
    /// <returns>(…, n, m).</returns>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    [KerasExport("keras.ops.pinv", "keras.ops.linalg.pinv")]
    public static Tensor pinv(Tensor x, double? rcond = null)
    {
        CheckMatrix(x);
        return OfMatrix("Pinv", x, t => Kernel.Pinv(t, rcond), new TensorShape([.. x.shape[..^2], x.shape[^1], x.shape[^2]]), new() { ["rcond"] = rcond });
    }

    /// <summary>A function's value, and how it changes when its arguments move in a direction.</summary>
    /// <param name="fun">The function. Of a list of arguments it gets the list.</param>
    /// <param name="primals">Where it is taken: a tensor of floats or a list.</param>
    /// <param name="tangents">The direction, of the same structure and shapes.</param>
    /// <param name="has_aux">Whether the function gives a list of its value and something further, which is handed on.</param>
    /// <returns>A list of the value, its change, and what the function gave further.</returns>
    /// <exception cref="ArgumentException">The direction has other shapes.</exception>
    // Porting note: libtorch's forward mode cannot be reached from here; the gradient of the gradient gives the same. The function must be twice differentiable for libtorch.
    [KerasExport("keras.ops.jvp", "keras.ops.linalg.jvp")]
    public static Tensor jvp(Func<Tensor, Tensor> fun, Tensor primals, Tensor tangents, bool has_aux = false)
    {
        Tensor[] at = [.. Nest.Flatten(primals)], direction = [.. Nest.Flatten(tangents)];
        if (at.Length != direction.Length || at.Zip(direction).Any(p => p.First.shape != p.Second.shape))
            throw new ArgumentException($"jvp: primals and tangents must have the same structure and shapes. Received: {Nest.Shapes(primals)} and {Nest.Shapes(tangents)}.");
        if (Nest.IsSymbolic(primals) || Nest.IsSymbolic(tangents))
        {
            var one = Symbolic.Infer("JVP", [primals], t => fun(t[0]));
            var value = has_aux ? ((TensorList)one)[0] : one;
            var change = Nest.Map(value, t => new KerasTensor(t.shape, t.dtype));
            return Symbolic.RecordSpec("JVP", [primals, tangents], t => jvp(fun, t[0], t[1], has_aux), new() { ["has_aux"] = has_aux },
                has_aux ? new TensorList(value, change, ((TensorList)one)[1]) : new TensorList(value, change));
        }
        // 1. The value, with the gradient recorded.
        using var on = GradMode.On();
        Tensor[] leaves = [.. at.Select(t => Kernel.Watched(Floats(t)))];
        var result = fun(Nest.Pack(primals, leaves));
        var output = has_aux ? ((TensorList)result)[0] : result;
        Tensor[] values = [.. Nest.Flatten(output)];
        // 2. The gradient is linear in the weights of the values; its derivative by them, in the direction, is what is asked for.
        Tensor[] weights = [.. values.Select(v => Kernel.Watched(Kernel.ZerosLike(v, v.dtype)))];
        var gradients = Kernel.WeightedGradients(values, leaves, weights, true);
        Tensor?[] changes;
        Tensor[] used = [.. gradients.OfType<Tensor>()];
        if (used.Length == 0) changes = new Tensor?[values.Length];
        else changes = Kernel.WeightedGradients(used, weights, [.. direction.Zip(gradients).Where(p => p.Second is not null).Select(p => cast(p.First, p.Second!.dtype))], false);
        var tangent = Nest.Pack(output, values.Select((v, i) => Kernel.Detach(changes[i] ?? Kernel.ZerosLike(v, v.dtype))));
        var detached = Nest.Map(output, Kernel.Detach);
        return has_aux ? new TensorList(detached, tangent, ((TensorList)result)[1]) : new TensorList(detached, tangent);
    }

    private static Tensor OfMatrix(string className, Tensor x, Func<Tensor, Tensor> run, TensorShape shape, Config? config = null)
    {
        Tensor Compute(Tensor[] t) => run(Floats(t[0]));
        return x is KerasTensor ? Symbolic.RecordSpec(className, [x], Compute, config, new KerasTensor(shape, DTypes.IsFloat(x.dtype) || DTypes.IsComplex(x.dtype) ? x.dtype : KerasConfig.floatx())) : Compute([x]);
    }

    private static Tensor OfMatrix(string className, Tensor x, Func<Tensor, Tensor> run, params (TensorShape Shape, string DType)[] outputs)
    {
        Tensor Compute(Tensor[] t) => run(Floats(t[0]));
        return x is KerasTensor ? Symbolic.RecordSpec(className, [x], Compute, null, new TensorList(outputs.Select(o => (Tensor)new KerasTensor(o.Shape, o.DType)))) : Compute([x]);
    }

    private static Tensor Systems(string className, Tensor a, Tensor b, TensorShape shape, Config? config, Func<Tensor, Tensor, Tensor> run)
    {
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Floats(t[0]);
            return scope.Keep(run(x, cast(t[1], x.dtype)));
        }
        return Nest.IsSymbolic(a) || Nest.IsSymbolic(b) ? Symbolic.RecordSpec(className, [a, b], Compute, config, new KerasTensor(shape, b.dtype)) : Compute([a, b]);
    }

    private static int? Least(int? a, int? b) => a is null || b is null ? null : Math.Min(a.Value, b.Value);

    private static void CheckMatrix(Tensor x)
    {
        if (x.ndim < 2) throw new ArgumentException($"Expected input to have rank >= 2. Received input with shape {x.shape}.");
    }

    private static void CheckSquare(Tensor x)
    {
        CheckMatrix(x);
        if (x.shape[^2] is { } m && x.shape[^1] is { } n && m != n) throw new ArgumentException($"Expected a square matrix. Received non-square input with shape {x.shape}");
    }

    private static void CheckSystem(string op, Tensor a, Tensor b)
    {
        CheckSquare(a);
        if (b.ndim < 1) throw new ArgumentException("Expected input to have rank >= 1. Received scalar input.");
        var rows = b.ndim == a.ndim - 1 ? b.shape[^1] : b.ndim >= 2 ? b.shape[^2] : b.shape[^1];
        if (a.shape[^1] is { } n && rows is { } m && m != n)
            throw new ArgumentException($"{op}: incompatible shapes between `a` and `b`: the rows of b must be as many as those of a. Received: a.shape={a.shape}, b.shape={b.shape}");
    }
}
