using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The greatest numbers of the last axis and their places.</summary>
    /// <param name="x">Any tensor of numbers with a dimension.</param>
    /// <param name="k">How many.</param>
    /// <param name="sorted">Whether they come in descending order.</param>
    /// <param name="is_stable">Whether of equal numbers the first count, and come first. The numbers then come in descending order in any case.</param>
    /// <returns>A list of two: the values, and their indices along the last axis (int64).</returns>
    /// <exception cref="ArgumentException">The axis has fewer elements.</exception>
    [KerasExport("keras.ops.top_k")]
    public static Tensor top_k(Tensor x, int k, bool sorted = true, bool is_stable = true)
    {
        if (x.ndim == 0 || k < 0 || x.shape[^1] is { } length && k > length)
            throw new ArgumentException($"top_k: k must lie between 0 and the length of the last axis. Received: k={k}, x.shape={x.shape}.");
        Tensor Compute(Tensor[] t)
        {
            var (values, indices) = is_stable ? Kernel.TopKStable(Strong(t[0]), k) : Kernel.TopK(Strong(t[0]), k, sorted);
            return new TensorList(values, indices);
        }
        if (x is not KerasTensor s) return Compute([x]);
        var shape = s.shape.With(-1, k);
        return Symbolic.RecordSpec("TopK", [x], Compute, new() { ["k"] = k, ["sorted"] = sorted, ["is_stable"] = is_stable }, new TensorList(new KerasTensor(shape, s.dtype), new KerasTensor(shape, "int64")));
    }

    /// <summary>Whether the true class is among the k greatest predictions.</summary>
    /// <param name="targets">(batch): true classes.</param>
    /// <param name="predictions">(batch, classes).</param>
    /// <param name="k">How many.</param>
    /// <returns>(batch), booleans. A prediction equal to the last of the k counts.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.in_top_k")]
    public static Tensor in_top_k(Tensor targets, Tensor predictions, int k)
    {
        if (targets.ndim != 1 || predictions.ndim != 2 || targets.shape[0] is { } a && predictions.shape[0] is { } b && a != b)
            throw new ArgumentException($"in_top_k: targets must be (batch) and predictions (batch, classes). Received: targets.shape={targets.shape}, predictions.shape={predictions.shape}.");
        if (k < 1 || predictions.shape[1] is { } classes && k > classes)
            throw new ArgumentException($"in_top_k: k must lie between 1 and the number of classes. Received: k={k}, predictions.shape={predictions.shape}.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var scores = Strong(t[1]);
            var own = Kernel.Gather(scores, 1, Kernel.Unsqueeze(cast(t[0], "int64"), 1));
            var (values, _) = Kernel.TopK(scores, k, true);
            return scope.Keep(Kernel.Squeeze(Kernel.Ge(own, Kernel.Narrow(values, 1, k - 1, 1)), 1));
        }
        return Nest.IsSymbolic(targets) || Nest.IsSymbolic(predictions)
            ? Symbolic.RecordSpec("InTopK", [targets, predictions], Compute, new() { ["k"] = k }, new KerasTensor(targets.shape, "bool"))
            : Compute([targets, predictions]);
    }

    /// <summary>The logarithm of the sum of exponentials, without overflow.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    /// <param name="axis">The axis or axes that are summed; all where <see langword="null"/>.</param>
    /// <param name="keepdims">Whether the axes stay, with length 1.</param>
    [KerasExport("keras.ops.logsumexp")]
    public static Tensor logsumexp(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        var axes = Resolve(axis, x.ndim);
        Array.Sort(axes);
        return Unary("Logsumexp", x, t =>
        {
            using var scope = new TensorScope();
            t = Floats(t);
            if (axes.Length == 0) return scope.Keep(Kernel.Clone(t));
            for (var i = axes.Length - 1; i >= 0; i--) t = Kernel.LogSumExp(t, axes[i], keepdims);
            return scope.Keep(t);
        }, new() { ["axis"] = axis is { } a ? ((Saving.IConfigValue)a).ToConfig() : null, ["keepdims"] = keepdims });
    }

    /// <summary>1 / √x.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.rsqrt")]
    public static Tensor rsqrt(Tensor x) => Unary("Rsqrt", x, static t => Kernel.Rsqrt(Strong(t)));

    /// <summary>The error function.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.erf")]
    public static Tensor erf(Tensor x) => Unary("Erf", x, static t => Kernel.Erf(Strong(t)));

    /// <summary>1 less the error function, exact for large numbers.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    [KerasExport("keras.ops.erfc")]
    public static Tensor erfc(Tensor x) => Unary("Erfc", x, static t => Kernel.Erfc(Strong(t)));

    /// <summary>The inverse of the error function.</summary>
    /// <param name="x">Numbers from -1 to 1.</param>
    [KerasExport("keras.ops.erfinv")]
    public static Tensor erfinv(Tensor x) => Unary("Erfinv", x, static t => Kernel.Erfinv(Strong(t)));

    /// <summary>The regularized lower incomplete gamma function: the share of the gamma distribution below a number.</summary>
    /// <param name="x1">Shape of the distribution, positive.</param>
    /// <param name="x2">Numbers, not negative.</param>
    [KerasExport("keras.ops.gammainc")]
    public static Tensor gammainc(Tensor x1, Tensor x2) => Binary("Gammainc", x1, x2, static (s, t) =>
    {
        var to = DTypes.Result(s.PromotionDType, t.PromotionDType, "float");
        return Kernel.Gammainc(cast(s, to), cast(t, to));
    });

    /// <summary>The distances between the rows of two matrices.</summary>
    /// <param name="x">(…, n, dimension).</param>
    /// <param name="y">(…, m, dimension).</param>
    /// <returns>(…, n, m).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.cdist")]
    public static Tensor cdist(Tensor x, Tensor y)
    {
        if (x.ndim < 2 || y.ndim < 2) throw new ArgumentException($"Inputs to `cdist` must have rank >= 2. Received shapes: x.shape={x.shape}, y.shape={y.shape}");
        if (x.shape[^1] is { } a && y.shape[^1] is { } b && a != b) throw new ArgumentException($"The last dimension of inputs to `cdist` must match. Received shapes: x.shape={x.shape}, y.shape={y.shape}");
        return Binary("CDist", x, y, static (s, t) =>
        {
            using var scope = new TensorScope();
            var to = DTypes.Result(s.PromotionDType, t.PromotionDType, "float");
            s = cast(s, to);
            t = cast(t, to);
            var difference = Kernel.Sub(Kernel.Unsqueeze(s, s.ndim - 1), Kernel.Unsqueeze(t, t.ndim - 2));
            return scope.Keep(Kernel.Sqrt(Kernel.Sum(Kernel.Square(difference), [difference.ndim - 1], false)));
        });
    }
}
