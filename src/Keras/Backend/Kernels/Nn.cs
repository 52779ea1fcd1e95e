using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Keras.Backend;

/// <summary>Native calls of neural networks: activations, normalization, losses, dropout, embeddings.</summary>
internal static partial class Kernel
{
    internal static Tensor ClampInt(Tensor x, long low, long high) => Run("clip", x, t => t.clamp(Scalars.Of(low), Scalars.Of(high)));

    internal static Tensor Relu6(Tensor x) => Run("relu6", x, static t => t.relu6());

    internal static Tensor Elu(Tensor x, double alpha) => Run("elu", x, t => t.elu(Scalars.Of(alpha), Scalars.One, Scalars.One));

    internal static Tensor Celu(Tensor x, double alpha) => Run("celu", x, t => t.celu(Scalars.Of(alpha)));

    internal static Tensor Selu(Tensor x) => Run("selu", x, static t => t.selu());

    internal static Tensor Gelu(Tensor x, bool approximate) =>
        Run("gelu", x, t => t.gelu(approximate ? TorchSharp.Modules.GELU.Approximate.tanh : TorchSharp.Modules.GELU.Approximate.none));

    internal static Tensor Glu(Tensor x, long axis) => Run("glu", x, t => t.glu(axis));

    internal static Tensor Silu(Tensor x) => Run("silu", x, static t => t.silu());

    internal static Tensor LogSigmoid(Tensor x) => Run("log_sigmoid", x, static t => t.log_sigmoid());

    internal static Tensor LeakyRelu(Tensor x, double slope) => Run("leaky_relu", x, t => t.leaky_relu(Scalars.Of(slope)));

    internal static Tensor HardSigmoid(Tensor x) => Run("hard_sigmoid", x, static t => t.hardsigmoid());

    internal static Tensor HardSilu(Tensor x) => Run("hard_silu", x, static t => t.hardswish());

    internal static Tensor HardShrink(Tensor x, double threshold) => Run("hard_shrink", x, t => functional.hardshrink(t, threshold));

    internal static Tensor SoftShrink(Tensor x, double threshold) => Run("soft_shrink", x, t =>
    {
        // libtorch's own function keeps a NaN; Keras's definition, two comparisons, makes it 0.
        using var above = t.gt(Scalars.Of(threshold));
        using var below = t.lt(Scalars.Of(-threshold));
        using var lower = t.sub(Scalars.Of(threshold));
        using var higher = t.add(Scalars.Of(threshold), Scalars.One);
        using var zeros = t.zeros_like();
        using var rest = torch.where(below, higher, zeros);
        return torch.where(above, lower, rest);
    });

    internal static Tensor Softplus(Tensor x) => Run("softplus", x, static t => ScalarCalls.Softplus(t));

    internal static Tensor Threshold(Tensor x, double threshold, double value) => Run("threshold", x, t => t.threshold(Scalars.Of(threshold), Scalars.Of(value)));

    internal static Tensor Softsign(Tensor x) => Run("softsign", x, static t =>
    {
        using var size = t.abs();
        using var denominator = size.add(Scalars.One, Scalars.One);
        return t.div(denominator);
    });

    internal static Tensor TanhShrink(Tensor x) => Run("tanh_shrink", x, static t =>
    {
        using var tanh = t.tanh();
        return t.sub(tanh);
    });

    internal static Tensor Mish(Tensor x) => Run("mish", x, static t =>
    {
        using var soft = ScalarCalls.Softplus(t);
        using var tanh = soft.tanh();
        return t.mul(tanh);
    });

    internal static Tensor SquareplusRoot(Tensor x, double b) => Run("squareplus", x, t =>
    {
        using var square = t.square();
        using var sum = square.add(Scalars.Of(b), Scalars.One);
        using var root = sum.sqrt();
        using var twice = t.add(root, Scalars.One);
        return twice.mul(Scalars.Of(0.5));
    });

    internal static Tensor SparsePlus(Tensor x) => Run("sparse_plus", x, static t =>
    {
        using var shifted = t.add(Scalars.One, Scalars.One);
        using var square = shifted.square();
        using var middle = square.mul(Scalars.Of(0.25));
        using var low = t.le(Scalars.Of(-1.0));
        using var inside = t.lt(Scalars.One);
        using var upper = torch.where(inside, middle, t);
        using var zeros = upper.zeros_like();
        return torch.where(low, zeros, upper);
    });

    internal static Tensor Sparsemax(Tensor x, int axis) => Run("sparsemax", x, t =>
    {
        // Porting note: the threshold takes the sum of the cumulative sums where the paper takes the last of them; all of Keras's backends do so.
        var (values, order) = t.sort(axis, true);
        using var sorted = values;
        order.Dispose();
        var shape = new long[t.dim()];
        Array.Fill(shape, 1);
        shape[axis] = -1;
        using var line = torch.arange(Scalars.IntOne, Scalars.Of(t.shape[axis] + 1), t.dtype);
        using var rank = line.reshape(shape);
        using var sums = sorted.cumsum(axis);
        using var excess = sums.sub(Scalars.One);
        using var mean = excess.div(rank);
        using var above = sorted.gt(mean);
        using var count = above.sum(axis, keepdim: true);
        using var zeros = sums.zeros_like();
        using var kept = torch.where(above, sums, zeros);
        using var total = kept.sum(axis, keepdim: true);
        using var less = total.sub(Scalars.One);
        using var threshold = less.div(count);
        using var shifted = t.sub(threshold);
        return shifted.relu();
    });

    /// <summary>Batch normalization in training mode over all axes but the last (or but axis 1): one native call.</summary>
    /// <param name="x">Input.</param>
    /// <param name="gamma">Scale, or <see langword="null"/>.</param>
    /// <param name="beta">Offset, or <see langword="null"/>.</param>
    /// <param name="axis">The axis that keeps its statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The normalized input, and the mean and the (biased) variance of the batch, which carry no gradient.</returns>
    internal static (Tensor Output, Tensor Mean, Tensor Variance) BatchNormTrain(Tensor x, Tensor? gamma, Tensor? beta, int axis, double epsilon)
    {
        axis = Axes.Normalize(axis, x.ndim);
        var channels = CheckNormVectors("batch_normalization", x, axis, gamma, beta);
        // With momentum 1 the "running" statistics are those of the batch; of the variance libtorch keeps the unbiased one.
        long count = x.size / Math.Max(1, channels);
        // The fused kernel rounds x·a + b as one number, which nearly constant data shows; it pays for images, so only they take it.
        if (x.ndim != 4) return BatchNormByParts(x, gamma, beta, axis, epsilon);
        var parts = RunMany("batch_normalization", Present(x, gamma, beta), t =>
        {
            var (g, b) = Take(t, gamma is not null, beta is not null);
            // libtorch takes both running statistics or none.
            var mean = torch.zeros(channels, t[0].dtype);
            using var variance = torch.zeros(channels, t[0].dtype);
            using var rows = ToRows(t[0], axis);
            var r = Dispatcher.CallMany("aten::native_batch_norm"u8, default, 3,
                Dispatcher.Arg(rows), Dispatcher.Optional(g), Dispatcher.Optional(b), Dispatcher.Optional(mean), Dispatcher.Optional(variance),
                Dispatcher.Arg(true), Dispatcher.Arg(1.0), Dispatcher.Arg(epsilon));
            using var output = r[0];
            r[1].Dispose();
            r[2].Dispose();
            var biased = count > 1 ? variance.mul(Scalars.Of((count - 1.0) / count)) : torch.zeros(channels, variance.dtype);
            return [FromRows(output, t[0], axis), mean, biased];
        });
        return (parts[0], parts[1], parts[2]);
    }

    private static (Tensor Output, Tensor Mean, Tensor Variance) BatchNormByParts(Tensor x, Tensor? gamma, Tensor? beta, int axis, double epsilon)
    {
        long[] others = [.. Enumerable.Range(0, x.ndim).Where(i => i != axis).Select(i => (long)i)];
        var shape = new long[x.ndim];
        Array.Fill(shape, 1);
        shape[axis] = x.Dims[axis];
        var mean = Mean(x, others, true);
        var centred = Sub(x, mean);
        var variance = Mean(Square(centred), others, true);
        var output = Mul(centred, Rsqrt(Add(variance, (Tensor)epsilon)));
        if (gamma is not null) output = Mul(output, Reshape(gamma, shape));
        if (beta is not null) output = Add(output, Reshape(beta, shape));
        return (output, Detach(Reshape(mean, shape[axis])), Detach(Reshape(variance, shape[axis])));
    }

    /// <summary>Batch normalization with given statistics, through which no gradient flows.</summary>
    internal static Tensor BatchNormInfer(Tensor x, Tensor mean, Tensor variance, Tensor? gamma, Tensor? beta, int axis, double epsilon)
    {
        axis = Axes.Normalize(axis, x.ndim);
        CheckNormVectors("batch_normalization", x, axis, mean, variance, gamma, beta);
        return RunMany("batch_normalization", Present(x, gamma, beta, mean, variance), t =>
        {
            var (g, b) = Take(t, gamma is not null, beta is not null);
            using var rows = ToRows(t[0], axis);
            using var output = functional.batch_norm(rows, t[^2], t[^1], g, b, false, 0, epsilon);
            return [FromRows(output, t[0], axis)];
        })[0];
    }

    /// <summary>Normalizes the last axes to mean 0 and variance 1. Scale and offset have the shape of those axes.</summary>
    internal static Tensor LayerNorm(Tensor x, Tensor? gamma, Tensor? beta, int axes, double epsilon)
    {
        var tail = x.Dims[^axes..];
        foreach (var v in new[] { gamma, beta })
            if (v is not null && !v.Dims.AsSpan().SequenceEqual(tail))
                throw new ArgumentException($"layer_normalization: scale and offset must have the shape of the normalized axes, ({string.Join(", ", tail)}). Received: {v.shape} for x.shape={x.shape}.");
        return Run("layer_normalization", x, gamma, beta, (t, g, b) => functional.layer_norm(t, tail, g, b, epsilon));
    }

    /// <summary>Sets elements to zero at random, on libtorch's global generator, and scales the others.</summary>
    internal static Tensor Dropout(Tensor x, double rate) => Run("dropout", x, t => functional.dropout(t, rate, true));

    /// <summary>Rows of a table. The indices are integers of any shape.</summary>
    /// <exception cref="ArgumentException">An index lies outside the table, or the indices are no integers.</exception>
    internal static Tensor EmbeddingLookup(Tensor table, Tensor indices)
    {
        if (table.ndim != 2) throw new ArgumentException($"embedding: the table must have 2 dimensions (rows, units). Received: {table.shape}.");
        if (indices.dtype is not ("int64" or "int32")) indices = DTypes.IsFloat(indices.dtype) || DTypes.IsComplex(indices.dtype) || indices.dtype == "bool"
            ? throw new ArgumentException($"embedding: the indices must be integers. Received: {indices.dtype}. Cast them with ops.cast(x, \"int32\").")
            : Cast(indices, "int32");
        var rows = table.Dims[0];
        if (indices.size > 0 && !IsMeta(indices))
        {
            // libtorch writes its message to the error stream here, so the range is checked before.
            var (low, high) = Read("embedding", indices, static t =>
            {
                using var flat = t.reshape(-1);
                using var min = flat.min();
                using var max = flat.max();
                using var a = min.to(torch.ScalarType.Int64);
                using var b = max.to(torch.ScalarType.Int64);
                return (a.item<long>(), b.item<long>());
            });
            if (low < -rows || high >= rows)
                throw new ArgumentException($"embedding: the indices must lie between 0 and {rows - 1}, the rows of the table. Received: indices from {low} to {high}. Make the table larger (input_dim) or limit the indices.");
            if (low < 0) indices = Where(Lt(indices, 0), Add(indices, new ScalarTensor(rows)), indices);
        }
        return Run("embedding", table, indices, static (t, i) => Dispatcher.Call("aten::embedding"u8, default, Dispatcher.Arg(t), Dispatcher.Arg(i), Dispatcher.Arg(-1L), Dispatcher.Arg(false), Dispatcher.Arg(false)));
    }

    /// <summary>Binary crossentropy of each element, of probabilities inside (0, 1).</summary>
    internal static Tensor BinaryCrossentropy(Tensor target, Tensor probability) =>
        Run("binary_crossentropy", target, probability, static (t, p) => functional.binary_cross_entropy(p, t, reduction: Reduction.None));

    /// <summary>Binary crossentropy of each element, of logits.</summary>
    internal static Tensor BinaryCrossentropyOfLogits(Tensor target, Tensor logits) =>
        Run("binary_crossentropy", target, logits, static (t, l) => functional.binary_cross_entropy_with_logits(l, t, reduction: Reduction.None));

    /// <summary>Crossentropy of each row of logits. Targets are int64.</summary>
    internal static Tensor SparseCrossentropyOfLogits(Tensor target, Tensor logits) =>
        Run("sparse_categorical_crossentropy", target, logits, static (t, l) => functional.cross_entropy(l, t, reduction: Reduction.None));

    /// <summary>The negative of one column of each row. Targets are int64.</summary>
    internal static Tensor NllLoss(Tensor target, Tensor logProbability) =>
        Run("sparse_categorical_crossentropy", target, logProbability, static (t, l) => functional.nll_loss(l, t, reduction: Reduction.None));

    /// <summary>Attention of heads: softmax(q kᵀ · scale + mask) v. All of (batch, heads, length, dimension).</summary>
    internal static Tensor Attention(Tensor query, Tensor key, Tensor value, Tensor? mask, double? scale, bool causal) => RunMany("dot_product_attention", Present(query, key, value, mask), t =>
        [Dispatcher.Call("aten::scaled_dot_product_attention"u8, default, Dispatcher.Arg(t[0]), Dispatcher.Arg(t[1]), Dispatcher.Arg(t[2]),
            Dispatcher.Optional(mask is null ? null : t[3]), Dispatcher.Arg(0.0), Dispatcher.Arg(causal), scale is { } s ? Dispatcher.Some(Dispatcher.Arg(s)) : Dispatcher.None, Dispatcher.Arg(false))])[0];

    /// <summary>The CTC loss of each sequence. Log probabilities are (time, batch, classes).</summary>
    internal static Tensor CtcLoss(Tensor logs, Tensor target, Tensor outputLength, Tensor targetLength, int blank) =>
        RunMany("ctc_loss", [logs, target, outputLength, targetLength], t => [functional.ctc_loss(t[0], t[1], t[2], t[3], blank, false, Reduction.None)])[0];

    /// <summary>Blocks of a window as columns. The input is (batch, channels, height, width).</summary>
    internal static Tensor UnfoldImage(Tensor x, int[] kernel, int[] dilation, int[] padding, int[] stride) =>
        Run("unfold", x, t => functional.unfold(t, (kernel[0], kernel[1]), (dilation[0], dilation[1]), (padding[0], padding[1]), (stride[0], stride[1])));

    /// <summary>Columns of blocks added up to an image, the reverse of <see cref="UnfoldImage"/>.</summary>
    internal static Tensor FoldImage(Tensor x, int[] output, int[] kernel, int[] dilation, int[] padding, int[] stride) =>
        Run("fold", x, t => functional.fold(t, (output[0], output[1]), (kernel[0], kernel[1]), (dilation[0], dilation[1]), (padding[0], padding[1]), (stride[0], stride[1])));

    internal static Tensor Gammainc(Tensor a, Tensor x) => Run("gammainc", a, x, static (s, t) => torch.special.gammainc(s, t));

    private static Tensor[] Present(Tensor x, params ReadOnlySpan<Tensor?> rest)
    {
        var list = new List<Tensor>(rest.Length + 1) { x };
        foreach (var t in rest)
            if (t is not null) list.Add(t);
        return [.. list];
    }

    private static (torch.Tensor?, torch.Tensor?) Take(torch.Tensor[] t, bool first, bool second) =>
        (first ? t[1] : null, second ? t[first ? 2 : 1] : null);

    private static long CheckNormVectors(string op, Tensor x, int axis, params ReadOnlySpan<Tensor?> vectors)
    {
        var channels = x.Dims[axis];
        foreach (var v in vectors)
            if (v is not null && (v.ndim != 1 || v.Dims[0] != channels))
                throw new ArgumentException($"{op}: mean, variance, offset and scale must be vectors of the length of axis {axis}, {channels}. Received: {v.shape} for x.shape={x.shape}.");
        return channels;
    }

    /// <summary>The channels as the second axis: rows of channels where they are last, which libtorch handles as channels-last data.</summary>
    private static torch.Tensor ToRows(torch.Tensor x, int axis)
    {
        if (axis == x.dim() - 1) return x.reshape(-1, x.shape[axis]);
        return axis == 1 ? x.alias() : x.movedim([axis], [1]);
    }

    private static torch.Tensor FromRows(torch.Tensor y, torch.Tensor like, int axis)
    {
        if (axis == like.dim() - 1) return y.reshape(like.shape);
        return axis == 1 ? y.alias() : y.movedim([1], [axis]);
    }
}
