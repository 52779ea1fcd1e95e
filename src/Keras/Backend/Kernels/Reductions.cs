using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls that reduce axes, and matrix products.</summary>
internal static partial class Kernel
{
    internal static Tensor Sum(Tensor x, long[] axes, bool keepdims, string? dtype = null) => Run("sum", x, t => t.sum(axes, keepdims, NativeOrNull(dtype)));

    internal static Tensor SumAll(Tensor x, string? dtype = null) => dtype is null ? Run("sum", x, static t => t.sum()) : Run("sum", x, t => t.sum(NativeOrNull(dtype)));

    internal static Tensor Mean(Tensor x, long[] axes, bool keepdims) => Run("mean", x, t => t.mean(axes, keepdims));

    internal static Tensor MeanAll(Tensor x) => Run("mean", x, static t => t.mean());

    internal static Tensor Amax(Tensor x, long[] axes, bool keepdims) => Run("max", x, t => t.amax(axes, keepdims));

    internal static Tensor Amin(Tensor x, long[] axes, bool keepdims) => Run("min", x, t => t.amin(axes, keepdims));

    internal static Tensor MaxAll(Tensor x) => Run("max", x, static t => t.max());

    internal static Tensor MinAll(Tensor x) => Run("min", x, static t => t.min());

    // Not TorchSharp's var: it computes the variance of all elements first, and ends the process where that fails.
    internal static Tensor Var(Tensor x, long[] axes, bool keepdims) => Run("var", x, t =>
    {
        var (variance, mean) = t.var_mean(axes, false, keepdims);
        mean.Dispose();
        return variance;
    });

    internal static Tensor Std(Tensor x, long[] axes, bool keepdims) => Run("std", x, t => t.std(axes, false, keepdims));

    internal static Tensor ProdAxis(Tensor x, long axis, bool keepdims, string? dtype = null) => Run("prod", x, t => t.prod(axis, keepdims, NativeOrNull(dtype)));

    internal static Tensor ProdAll(Tensor x, string? dtype = null) => Run("prod", x, t => t.prod(NativeOrNull(dtype)));

    internal static Tensor ArgMax(Tensor x, long axis, bool keepdims) => Run("argmax", x, t => t.argmax(axis, keepdims));

    internal static Tensor ArgMin(Tensor x, long axis, bool keepdims) => Run("argmin", x, t => t.argmin(axis, keepdims));

    internal static Tensor Any(Tensor x, long axis, bool keepdims) => Run("any", x, t => t.any(axis, keepdims));

    internal static Tensor AnyAll(Tensor x) => Run("any", x, static t => t.any());

    internal static Tensor AllAll(Tensor x) => Run("all", x, static t => t.all());

    internal static Tensor All(Tensor x, long axis, bool keepdims) => Run("all", x, t => t.all(axis, keepdims));

    internal static Tensor LogSumExp(Tensor x, long axis, bool keepdims) => Run("logsumexp", x, t => t.logsumexp(axis, keepdims));

    internal static Tensor CumSum(Tensor x, long axis, string? dtype = null) => Run("cumsum", x, t => t.cumsum(axis, NativeOrNull(dtype)));

    internal static Tensor CumProd(Tensor x, long axis, string? dtype = null) => Run("cumprod", x, t => t.cumprod(axis, NativeOrNull(dtype)));

    internal static Tensor Softmax(Tensor x, long axis) => Run("softmax", x, t => t.softmax(axis));

    internal static Tensor LogSoftmax(Tensor x, long axis) => Run("log_softmax", x, t => t.log_softmax(axis));

    internal static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, bool sorted)
    {
        var r = RunMany("top_k", [x], t =>
        {
            var (v, i) = t[0].topk(k, -1, true, sorted);
            return [v, i];
        });
        return (r[0], r[1]);
    }

    /// <summary>The greatest numbers of the last axis in descending order, of equal ones the first first.</summary>
    internal static (Tensor Values, Tensor Indices) TopKStable(Tensor x, int k)
    {
        var r = RunMany("top_k", [x], t =>
        {
            var (v, i) = t[0].sort(-1, true, true);
            using (v)
            using (i)
            {
                using var values = v.narrow(-1, 0, k);
                using var indices = i.narrow(-1, 0, k);
                // Copies: the whole sorted axis need not stay.
                return [values.clone(), indices.clone()];
            }
        });
        return (r[0], r[1]);
    }

    internal static (Tensor Values, Tensor Indices) Sort(Tensor x, long axis, bool stable)
    {
        var r = RunMany("sort", [x], t =>
        {
            var (v, i) = t[0].sort(axis, false, stable);
            return [v, i];
        });
        return (r[0], r[1]);
    }

    private static torch.ScalarType? NativeOrNull(string? dtype) => dtype is null ? null : DTypes.Native(dtype);

    /// <summary>Matrix product. libtorch aborts the process on some bad operands of this call, so they are checked here.</summary>
    internal static Tensor Matmul(Tensor a, Tensor b)
    {
        long[] x = a.Dims, y = b.Dims;
        if (x.Length == 0 || y.Length == 0)
            throw new ArgumentException($"matmul: the operands must have at least one dimension. Received: shapes {a.shape} and {b.shape}. Use multiply for scalars.");
        if (!ReferenceEquals(a.dtype, b.dtype))
            throw new ArgumentException($"matmul: the operands must have one dtype. Received: {a.dtype} and {b.dtype}. Cast one of them.");
        var inner = y.Length == 1 ? y[0] : y[^2];
        if (x[^1] != inner)
            throw new ArgumentException($"matmul: the last dimension of the first operand must equal the {(y.Length == 1 ? "length" : "second to last dimension")} of the second. Received: shapes {a.shape} and {b.shape} ({x[^1]} and {inner}).");
        for (int i = x.Length - 3, j = y.Length - 3; i >= 0 && j >= 0; i--, j--)
            if (x[i] != y[j] && x[i] != 1 && y[j] != 1)
                throw new ArgumentException($"matmul: the batch dimensions do not broadcast. Received: shapes {a.shape} and {b.shape}.");
        return Run("matmul", a, b, static (s, t) => s.matmul(t));
    }

    /// <summary>x · kernel + bias on the last axis.</summary>
    internal static Tensor Dense(Tensor x, Tensor kernel, Tensor? bias)
    {
        if (bias is null) return Matmul(x, kernel);
        if (x.Dims.Length == 2) return Run("dense", bias, x, kernel, static (b, s, k) => b.addmm(s!, k!));
        return Run("dense", x, kernel, bias, static (s, k, b) =>
        {
            // libtorch's linear takes the kernel as (units, features): a transposed view costs nothing.
            using var t = k!.t();
            return torch.nn.functional.linear(s, t, b);
        });
    }
}
