using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Mean and variance over axes.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="axes">The axes that are reduced.</param>
    /// <param name="keepdims">Whether the axes stay, with length 1.</param>
    /// <param name="synchronized">Kept for Keras's signature; there is one replica.</param>
    /// <returns>A list of two: the mean and the variance (the mean square less the square of the mean).</returns>
    /// <exception cref="ArgumentException">The tensor has no such axis, or <paramref name="synchronized"/> was asked for.</exception>
    [KerasExport("keras.ops.moments", "keras.ops.nn.moments")]
    public static Tensor moments(Tensor x, Axes axes, bool keepdims = false, bool synchronized = false)
    {
        if (synchronized) throw new ArgumentException("moments: synchronized=True needs several replicas; there is one here. Leave the argument out.");
        var at = axes.Normalize(x.ndim);
        return Unary("Moments", x, t =>
        {
            t = Strong(t);
            var dtype = t.dtype;
            using var scope = new TensorScope();
            // float16 reaches too few numbers for squares.
            if (dtype == "float16") t = Kernel.Cast(t, "float32");
            var mean = Kernel.Mean(t, at, keepdims);
            var variance = Kernel.Sub(Kernel.Mean(Kernel.Square(t), at, keepdims), Kernel.Square(mean));
            if (dtype == "float16") (mean, variance) = (Kernel.Cast(Kernel.Clamp(mean, -65504, 65504), dtype), Kernel.Cast(Kernel.Clamp(variance, -65504, 65504), dtype));
            return new TensorList(scope.Keep(mean), scope.Keep(variance));
        }, new() { ["axes"] = ((Saving.IConfigValue)axes).ToConfig(), ["keepdims"] = keepdims, ["synchronized"] = synchronized });
    }

    /// <summary>(x - mean) / √(variance + epsilon) · scale + offset, with vectors along one axis.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="mean">A vector of the length of the axis.</param>
    /// <param name="variance">A vector of the length of the axis.</param>
    /// <param name="axis">The axis to which the vectors belong.</param>
    /// <param name="offset">A vector that is added at the end, or <see langword="null"/>.</param>
    /// <param name="scale">A vector by which the result is multiplied, or <see langword="null"/>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">A vector has another length.</exception>
    [KerasExport("keras.ops.batch_normalization", "keras.ops.nn.batch_normalization")]
    public static Tensor batch_normalization(Tensor x, Tensor mean, Tensor variance, int axis, Tensor? offset = null, Tensor? scale = null, double epsilon = 1e-3)
    {
        var at = Axes.Normalize(axis, x.ndim);
        foreach (var (name, v) in new[] { ("mean", mean), ("variance", variance), ("offset", offset), ("scale", scale) })
            if (v is not null && (v.ndim != 1 || x.shape[at] is { } length && v.shape[0] is { } own && own != length))
                throw new ArgumentException($"Argument `{name}` must be a vector of the length of axis {axis} of x. Expected: ({x.shape[at]?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None"},). Received: {v.shape} with x.shape={x.shape}.");
        Tensor[] inputs = [x, mean, variance, .. new[] { offset, scale }.OfType<Tensor>()];
        bool hasOffset = offset is not null, hasScale = scale is not null;
        var config = new Config { ["axis"] = axis, ["epsilon"] = epsilon };
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var shape = new long[t[0].ndim];
            Array.Fill(shape, 1);
            shape[at] = -1;
            Tensor Vector(Tensor v) => Kernel.Reshape(Strong(v), shape);
            var factor = Kernel.Rsqrt(Kernel.Add(Vector(t[2]), epsilon));
            if (hasScale) factor = Kernel.Mul(factor, Vector(t[^1]));
            // x · factor + (offset - mean · factor): one pass less than in the order of the formula, but not the same rounding; Keras subtracts the mean first.
            var y = Kernel.Mul(Kernel.Sub(Strong(t[0]), Vector(t[1])), factor);
            return scope.Keep(hasOffset ? Kernel.Add(y, Vector(t[3])) : y);
        }
        return Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.RecordSpec("BatchNorm", inputs, Compute, config, new KerasTensor(x.shape, x.dtype)) : Compute(inputs);
    }

    /// <summary>Brings the values of axes to mean 0 and variance 1 in every sample.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="gamma">Scale, of the shape of the axes; or <see langword="null"/>.</param>
    /// <param name="beta">Offset, of the shape of the axes; or <see langword="null"/>.</param>
    /// <param name="axis">The axis or axes that are normalized together; the last one where <see langword="null"/>.</param>
    /// <param name="epsilon">Added to the variance; that of the configuration where <see langword="null"/>.</param>
    /// <param name="rms_scaling">Keras's old argument: divides by the deviation and subtracts no mean. Use <see cref="rms_normalization"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.layer_normalization", "keras.ops.nn.layer_normalization")]
    public static Tensor layer_normalization(Tensor x, Tensor? gamma = null, Tensor? beta = null, Axes? axis = null, double? epsilon = null, bool rms_scaling = false)
    {
        var axes = (axis ?? -1).Normalize(x.ndim);
        Array.Sort(axes);
        var eps = epsilon ?? KerasConfig.epsilon();
        bool hasGamma = gamma is not null, hasBeta = beta is not null;
        Tensor[] inputs = [x, .. new[] { gamma, beta }.OfType<Tensor>()];
        var config = new Config { ["axis"] = ((Saving.IConfigValue)(axis ?? -1)).ToConfig(), ["epsilon"] = epsilon, ["rms_scaling"] = rms_scaling };
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var original = t[0].dtype;
            var dtype = DTypes.Result(original, "float32");
            var input = cast(t[0], dtype);
            var g = hasGamma ? cast(t[1], dtype) : null;
            var b = hasBeta ? cast(t[^1], dtype) : null;
            var y = Normalize(input, g, b);
            return scope.Keep(dtype == original ? y : Kernel.Cast(y, original));
        }
        Tensor Normalize(Tensor input, Tensor? g, Tensor? b)
        {
            var rank = input.ndim;
            var tail = axes[0] == rank - axes.Length && axes[^1] == rank - 1;
            long[] own = [.. axes.Select(a => input.Dims[a])];
            if (tail && !rms_scaling) return Kernel.LayerNorm(input, Fit(g, own), Fit(b, own), axes.Length, eps);
            var shape = new long[rank];
            Array.Fill(shape, 1);
            foreach (var a in axes) shape[a] = input.Dims[a];
            g = Fit(g, shape);
            b = Fit(b, shape);
            if (rms_scaling)
            {
                var scaled = Kernel.Mul(input, Kernel.Rsqrt(Kernel.Add(Kernel.Var(input, axes, true), eps)));
                return g is null ? scaled : Kernel.Mul(scaled, g);
            }
            var mean = Kernel.Mean(input, axes, true);
            var variance = Kernel.Sub(Kernel.Mean(Kernel.Square(input), axes, true), Kernel.Square(mean));
            var factor = Kernel.Rsqrt(Kernel.Add(variance, eps));
            if (g is not null) factor = Kernel.Mul(factor, g);
            var rest = Kernel.Neg(Kernel.Mul(mean, factor));
            if (b is not null) rest = Kernel.Add(rest, b);
            return Kernel.Add(Kernel.Mul(input, factor), rest);
        }
        return Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.RecordSpec("LayerNorm", inputs, Compute, config, new KerasTensor(x.shape, x.dtype)) : Compute(inputs);
    }

    /// <summary>Divides by the root of the mean square over axes.</summary>
    /// <param name="x">Any tensor of floats.</param>
    /// <param name="scale">What the result is multiplied by, of the shape of the axes; or <see langword="null"/>.</param>
    /// <param name="axis">The axis or axes; the last one where <see langword="null"/>.</param>
    /// <param name="epsilon">Added to the mean square; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.rms_normalization", "keras.ops.nn.rms_normalization")]
    public static Tensor rms_normalization(Tensor x, Tensor? scale = null, Axes? axis = null, double? epsilon = null)
    {
        var axes = (axis ?? -1).Normalize(x.ndim == 0 ? 1 : x.ndim);
        Array.Sort(axes);
        var eps = epsilon ?? KerasConfig.epsilon();
        Tensor[] inputs = scale is null ? [x] : [x, scale];
        var config = new Config { ["axis"] = ((Saving.IConfigValue)(axis ?? -1)).ToConfig(), ["epsilon"] = epsilon };
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var original = t[0].dtype;
            var dtype = DTypes.Result(original, "float32");
            var input = cast(t[0], dtype);
            if (input.ndim == 0) input = Kernel.Reshape(input, 1);
            var y = Kernel.Mul(input, Kernel.Rsqrt(Kernel.Add(Kernel.Mean(Kernel.Square(input), axes, true), eps)));
            if (t.Length > 1)
            {
                var shape = new long[input.ndim];
                Array.Fill(shape, 1);
                foreach (var a in axes) shape[a] = input.Dims[a];
                y = Kernel.Mul(y, Fit(cast(t[1], dtype), shape)!);
            }
            return scope.Keep(dtype == original ? y : Kernel.Cast(y, original));
        }
        return Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.RecordSpec("RMSNorm", inputs, Compute, config, new KerasTensor(x.shape, x.dtype)) : Compute(inputs);
    }

    /// <summary>Divides by a norm along axes, so that the norm of the result is 1.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    /// <param name="axis">The axis or axes of the norm; <see langword="null"/> for all of them.</param>
    /// <param name="order">Order of the norm, at least 1.</param>
    /// <param name="epsilon">The least norm that is divided by; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The order is less than 1, or the tensor has no such axis.</exception>
    [KerasExport("keras.ops.normalize", "keras.ops.nn.normalize"), System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public static Tensor normalize(Tensor x, Axes? axis, int order = 2, double? epsilon = null)
    {
        if (order < 1) throw new ArgumentException($"Argument `order` must be an int >= 1. Received: order={order}");
        var axes = Resolve(axis, Math.Max(1, x.ndim));
        var eps = epsilon ?? KerasConfig.epsilon();
        return Unary("Normalize", x, t =>
        {
            using var scope = new TensorScope();
            t = Floats(t);
            if (t.ndim == 0) t = Kernel.Reshape(t, 1);
            if (order == 2)
            {
                var inverse = Kernel.Rsqrt(Kernel.Sum(Kernel.Square(t), axes, true));
                return scope.Keep(Kernel.Mul(t, Kernel.Clamp(inverse, null, 1 / eps)));
            }
            var norm = Kernel.Norm(t, order, axis is null ? null : axes, true);
            return scope.Keep(Kernel.Div(t, Kernel.Clamp(norm, eps, null)));
        }, new() { ["axis"] = axis is { } a ? ((Saving.IConfigValue)a).ToConfig() : null, ["order"] = order, ["epsilon"] = epsilon });
    }

    /// <summary>Divides by the norm along the last axis.</summary>
    /// <param name="x">Any tensor of numbers.</param>
    /// <param name="order">Order of the norm, at least 1.</param>
    /// <param name="epsilon">The least norm that is divided by; that of the configuration where <see langword="null"/>.</param>
    [KerasExport("keras.ops.normalize", "keras.ops.nn.normalize")]
    public static Tensor normalize(Tensor x, int order = 2, double? epsilon = null) => normalize(x, -1, order, epsilon);

    private static Tensor? Fit(Tensor? v, long[] shape) => v is null || v.Dims.AsSpan().SequenceEqual(shape) ? v
        : v.size == shape.Aggregate(1L, (a, b) => a * b) ? Kernel.Reshape(v, shape)
        : throw new ArgumentException($"Scale and offset must have the shape of the normalized axes, ({string.Join(", ", shape.Where(d => d != 1))}). Received: {v.shape}.");
}
