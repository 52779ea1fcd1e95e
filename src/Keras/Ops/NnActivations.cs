using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>An elementwise function: the result has the shape and dtype of its argument.</summary>
    private static Tensor Activation(string className, Tensor x, Func<Tensor, Tensor> run, Config? config = null) =>
        x is KerasTensor k ? Symbolic.RecordSpec(className, [x], a => run(Strong(a[0])), config, new KerasTensor(k.shape, k.dtype)) : run(Strong(x));

    /// <summary>keras.activations.relu with its further arguments.</summary>
    internal static Tensor Relu(Tensor x, double negative_slope, double? max_value, double threshold) => Activation("ReLU", x, t =>
    {
        if (negative_slope == 0 && threshold == 0) return max_value switch { null => Kernel.Relu(t), 6 => Kernel.Relu6(t), _ => Clip(Kernel.Relu(t), max_value) };
        if (max_value is null && threshold == 0) return Kernel.LeakyRelu(t, negative_slope);
        using var scope = new TensorScope();
        var y = threshold == 0 ? Kernel.Relu(t) : Kernel.Threshold(t, threshold, 0);
        y = Clip(y, max_value);
        if (negative_slope != 0) y = Kernel.Sub(y, Kernel.Mul(Kernel.Relu(Kernel.Add(Kernel.Neg(t), threshold)), negative_slope));
        return scope.Keep(y);
    }, new() { ["negative_slope"] = negative_slope, ["max_value"] = max_value, ["threshold"] = threshold });

    private static Tensor Clip(Tensor x, double? max) => max is null ? x : Kernel.Clamp(x, 0, max);

    /// <summary>keras.activations.mish.</summary>
    internal static Tensor Mish(Tensor x) => Activation("Mish", x, static t => Kernel.Mish(t));

    /// <summary>Zero for negative numbers, the number itself for others.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.relu", "keras.ops.nn.relu")]
    public static Tensor relu(Tensor x) => Activation("Relu", x, static t => Kernel.Relu(t));

    /// <summary>The number cut to the range from 0 to 6.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.relu6", "keras.ops.nn.relu6")]
    public static Tensor relu6(Tensor x) => Activation("Relu6", x, static t => Kernel.Relu6(t));

    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sigmoid", "keras.ops.nn.sigmoid")]
    public static Tensor sigmoid(Tensor x) => Activation("Sigmoid", x, static t => Kernel.Sigmoid(t));

    /// <summary>0 up to -1, 1 from 1 on, and (x + 1) / 2 between.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sparse_sigmoid", "keras.ops.nn.sparse_sigmoid")]
    public static Tensor sparse_sigmoid(Tensor x) => Activation("SparseSigmoid", x, static t => Kernel.Clamp(Kernel.Mul(Kernel.Add(t, 1.0), 0.5), 0, 1));

    /// <summary>log(1 + exp(x)).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.softplus", "keras.ops.nn.softplus")]
    public static Tensor softplus(Tensor x) => Activation("Softplus", x, static t => Kernel.Softplus(t));

    /// <summary>x / (1 + |x|).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.softsign", "keras.ops.nn.softsign")]
    public static Tensor softsign(Tensor x) => Activation("Softsign", x, static t => Kernel.Softsign(t));

    /// <summary>Moves numbers towards zero by a threshold; those within it become zero.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="threshold">How far numbers are moved.</param>
    [KerasExport("keras.ops.soft_shrink", "keras.ops.nn.soft_shrink")]
    public static Tensor soft_shrink(Tensor x, double threshold = 0.5) =>
        Activation("SoftShrink", x, t => Kernel.SoftShrink(t, threshold), new() { ["threshold"] = threshold });

    /// <summary>0 up to -1, x from 1 on, and (x + 1)² / 4 between.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.sparse_plus", "keras.ops.nn.sparse_plus")]
    public static Tensor sparse_plus(Tensor x) => Activation("SparsePlus", x, static t => Kernel.SparsePlus(t));

    /// <summary>x · sigmoid(x).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.silu", "keras.ops.nn.silu", "keras.ops.swish", "keras.ops.nn.swish")]
    public static Tensor silu(Tensor x) => Activation("Silu", x, static t => Kernel.Silu(t));

    /// <summary>(x + √(x² + b)) / 2, a smooth relu.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="b">Smoothness.</param>
    [KerasExport("keras.ops.squareplus", "keras.ops.nn.squareplus")]
    public static Tensor squareplus(Tensor x, double b = 4) =>
        Activation("Squareplus", x, t => Kernel.SquareplusRoot(t, b), new() { ["b"] = b });

    /// <summary>log(sigmoid(x)).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.log_sigmoid", "keras.ops.nn.log_sigmoid")]
    public static Tensor log_sigmoid(Tensor x) => Activation("LogSigmoid", x, static t => Kernel.LogSigmoid(t));

    /// <summary>The number itself above zero, a fraction of it below.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="negative_slope">The fraction.</param>
    [KerasExport("keras.ops.leaky_relu", "keras.ops.nn.leaky_relu")]
    public static Tensor leaky_relu(Tensor x, double negative_slope = 0.2) =>
        Activation("LeakyRelu", x, t => Kernel.LeakyRelu(t, negative_slope), new() { ["negative_slope"] = negative_slope });

    /// <summary>relu6(x + 3) / 6, a sigmoid of straight lines.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.hard_sigmoid", "keras.ops.nn.hard_sigmoid")]
    public static Tensor hard_sigmoid(Tensor x) => Activation("HardSigmoid", x, static t => Kernel.HardSigmoid(t));

    /// <summary>x · hard_sigmoid(x).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.hard_silu", "keras.ops.nn.hard_silu", "keras.ops.hard_swish", "keras.ops.nn.hard_swish")]
    public static Tensor hard_silu(Tensor x) => Activation("HardSilu", x, static t => Kernel.HardSilu(t));

    /// <summary>The number itself above zero, alpha · (exp(x) - 1) below.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="alpha">Minus the limit at negative infinity.</param>
    [KerasExport("keras.ops.elu", "keras.ops.nn.elu")]
    public static Tensor elu(Tensor x, double alpha = 1.0) => Activation("Elu", x, t => Kernel.Elu(t, alpha), new() { ["alpha"] = alpha });

    /// <summary>1.0507 · elu(x, 1.6733), which keeps mean and variance through layers.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.selu", "keras.ops.nn.selu")]
    public static Tensor selu(Tensor x) => Activation("Selu", x, static t => Kernel.Selu(t));

    /// <summary>x times the probability that a normal variable is less than x.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="approximate">Whether the probability is approximated with tanh.</param>
    [KerasExport("keras.ops.gelu", "keras.ops.nn.gelu")]
    public static Tensor gelu(Tensor x, bool approximate = true) =>
        Activation("Gelu", x, t => Kernel.Gelu(t, approximate), new() { ["approximate"] = approximate });

    /// <summary>The number itself above zero, alpha · (exp(x / alpha) - 1) below.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="alpha">Minus the limit at negative infinity.</param>
    [KerasExport("keras.ops.celu", "keras.ops.nn.celu")]
    public static Tensor celu(Tensor x, double alpha = 1.0) => Activation("Celu", x, t => Kernel.Celu(t, alpha), new() { ["alpha"] = alpha });

    /// <summary>The first half of an axis times the sigmoid of the second half.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The axis, of even length.</param>
    /// <exception cref="ArgumentException">The axis has an odd length.</exception>
    [KerasExport("keras.ops.glu", "keras.ops.nn.glu")]
    public static Tensor glu(Tensor x, int axis = -1)
    {
        var at = Axes.Normalize(axis, x.ndim);
        var length = x.shape[at];
        if (length % 2 == 1) throw new ArgumentException($"axis size must be divisible by 2. Received: x.shape={x.shape} with axis={axis}.");
        var config = new Config { ["axis"] = axis };
        return x is KerasTensor k
            ? Symbolic.RecordSpec("Glu", [x], a => Kernel.Glu(a[0], at), config, new KerasTensor(k.shape.With(at, length / 2), k.dtype))
            : Kernel.Glu(Strong(x), at);
    }

    /// <summary>x - tanh(x).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.tanh_shrink", "keras.ops.nn.tanh_shrink")]
    public static Tensor tanh_shrink(Tensor x) => Activation("TanhShrink", x, static t => Kernel.TanhShrink(t));

    /// <summary>The number cut to the range from -1 to 1.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.ops.hard_tanh", "keras.ops.nn.hard_tanh")]
    public static Tensor hard_tanh(Tensor x) => Activation("HardTanh", x, static t => DTypes.IsInt(t.dtype) ? Kernel.ClampInt(t, -1, 1) : Kernel.Clamp(t, -1, 1));

    /// <summary>Zero within a threshold, the number itself beyond.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="threshold">The threshold.</param>
    [KerasExport("keras.ops.hard_shrink", "keras.ops.nn.hard_shrink")]
    public static Tensor hard_shrink(Tensor x, double threshold = 0.5) =>
        Activation("HardShrink", x, t => Kernel.HardShrink(t, threshold), new() { ["threshold"] = threshold });

    /// <summary>The number itself above a threshold, another value elsewhere.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="default_value">What stands in place of numbers up to the threshold.</param>
    [KerasExport("keras.ops.threshold", "keras.ops.nn.threshold")]
    public static Tensor threshold(Tensor x, double threshold, double default_value) =>
        Activation("Threshold", x, t => Kernel.Threshold(t, threshold, default_value), new() { ["threshold"] = threshold, ["default_value"] = default_value });

    /// <summary>Exponentials that add up to 1 along an axis.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="axis">The axis or axes; <see langword="null"/> for all of them together.</param>
    /// <exception cref="ArgumentException">The tensor has no such axis.</exception>
    [KerasExport("keras.ops.softmax", "keras.ops.nn.softmax")]
    public static Tensor softmax(Tensor x, Axes? axis) => Softmax("Softmax", x, axis, static (t, i) => Kernel.Softmax(t, i));

    /// <summary>Exponentials that add up to 1 along the last axis.</summary>
    /// <param name="x">Any tensor of floats.</param>
    [KerasExport("keras.ops.softmax", "keras.ops.nn.softmax")]
    public static Tensor softmax(Tensor x) => softmax(x, -1);

    /// <summary>The logarithm of the softmax, exact where the softmax itself would be 0.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="axis">The axis or axes; <see langword="null"/> for all of them together.</param>
    /// <exception cref="ArgumentException">The tensor has no such axis.</exception>
    [KerasExport("keras.ops.log_softmax", "keras.ops.nn.log_softmax")]
    public static Tensor log_softmax(Tensor x, Axes? axis) => Softmax("LogSoftmax", x, axis, static (t, i) => Kernel.LogSoftmax(t, i));

    /// <summary>The logarithm of the softmax over the last axis.</summary>
    /// <param name="x">Any tensor of floats.</param>
    [KerasExport("keras.ops.log_softmax", "keras.ops.nn.log_softmax")]
    public static Tensor log_softmax(Tensor x) => log_softmax(x, -1);

    /// <summary>Probabilities along an axis, by the nearest point of the simplex: small ones become exactly 0.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">The tensor has no such axis.</exception>
    [KerasExport("keras.ops.sparsemax", "keras.ops.nn.sparsemax")]
    public static Tensor sparsemax(Tensor x, int axis = -1)
    {
        var at = Axes.Normalize(axis, x.ndim);
        return Activation("Sparsemax", x, t => Kernel.Sparsemax(t, at), new() { ["axis"] = axis });
    }

    private static Tensor Softmax(string className, Tensor x, Axes? axis, Func<Tensor, long, Tensor> run)
    {
        var axes = Resolve(axis, x.ndim);
        return Activation(className, x, t =>
        {
            if (!DTypes.IsFloat(t.dtype)) t = Floats(t);
            if (axes.Length == 1) return run(t, axes[0]);
            // Several axes: they become the last one, and go back after.
            using var scope = new TensorScope();
            var order = Enumerable.Range(0, t.ndim).Select(i => (long)i).Except(axes).Concat(axes).ToArray();
            var moved = Kernel.Permute(t, order);
            var flat = run(Kernel.Reshape(moved, [.. moved.Dims[..^axes.Length], -1]), -1 + moved.ndim - axes.Length + 1);
            var back = new long[order.Length];
            for (var i = 0; i < order.Length; i++) back[order[i]] = i;
            return scope.Keep(Kernel.Permute(Kernel.Reshape(flat, moved.Dims), back));
        }, axis is { } a ? new Config { ["axis"] = ((Saving.IConfigValue)a).ToConfig() } : new Config { ["axis"] = null });
    }
}
