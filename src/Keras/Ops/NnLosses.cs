using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Crossentropy of yes-or-no targets, element by element.</summary>
    /// <param name="target">The true values, 0 to 1.</param>
    /// <param name="output">Probabilities, or logits, of the same shape.</param>
    /// <param name="from_logits">Whether <paramref name="output"/> are logits.</param>
    /// <returns>One number an element. Probabilities are first brought into [epsilon, 1 - epsilon].</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    [KerasExport("keras.ops.binary_crossentropy", "keras.ops.nn.binary_crossentropy")]
    public static Tensor binary_crossentropy(Tensor target, Tensor output, bool from_logits = false)
    {
        if (target.shape != output.shape) throw ShapesDiffer(target, output);
        return Crossentropy("BinaryCrossentropy", target, output, output.shape, (t, o) =>
        {
            using var scope = new TensorScope();
            t = cast(t, o.dtype);
            if (from_logits) return scope.Keep(Kernel.BinaryCrossentropyOfLogits(t, o));
            var p = Kernel.Clamp(o, KerasConfig.epsilon(), 1 - KerasConfig.epsilon());
            try
            {
                return scope.Keep(Kernel.BinaryCrossentropy(t, p));
            }
            catch (ArgumentException) when (!Kernel.IsMeta(o))
            {
                // libtorch refuses probabilities outside [0, 1], which after the cut only NaN is: by the formula the loss of a NaN is a NaN.
                var one = Kernel.Sub(Kernel.Mul(t, 0.0), -1.0);
                var yes = Kernel.Mul(t, Kernel.Log(p));
                var no = Kernel.Mul(Kernel.Sub(one, t), Kernel.Log(Kernel.Sub(one, p)));
                return scope.Keep(Kernel.Neg(Kernel.Add(yes, no)));
            }
        }, new() { ["from_logits"] = from_logits });
    }

    /// <summary>Crossentropy of one-hot targets or distributions.</summary>
    /// <param name="target">The true distribution, of the shape of <paramref name="output"/>.</param>
    /// <param name="output">Probabilities, or logits. Probabilities are divided by their sum and brought into [epsilon, 1 - epsilon].</param>
    /// <param name="from_logits">Whether <paramref name="output"/> are logits.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <returns>One number a distribution: the shape without the axis.</returns>
    /// <exception cref="ArgumentException">The shapes differ or are scalars.</exception>
    [KerasExport("keras.ops.categorical_crossentropy", "keras.ops.nn.categorical_crossentropy")]
    public static Tensor categorical_crossentropy(Tensor target, Tensor output, bool from_logits = false, int axis = -1)
    {
        if (target.shape != output.shape) throw ShapesDiffer(target, output);
        if (output.ndim < 1) throw new ArgumentException($"Arguments `target` and `output` must be at least rank 1. Received: target.shape={target.shape}, output.shape={output.shape}");
        var at = Axes.Normalize(axis, output.ndim);
        return Crossentropy("CategoricalCrossentropy", target, output, Without(output.shape, at), (t, o) =>
        {
            using var scope = new TensorScope();
            var logs = LogProbabilities(o, at, from_logits);
            return scope.Keep(Kernel.Neg(Kernel.Sum(Kernel.Mul(cast(t, logs.dtype), logs), [at], false)));
        }, new() { ["from_logits"] = from_logits, ["axis"] = axis });
    }

    /// <summary>Crossentropy of class numbers.</summary>
    /// <param name="target">The true classes, of the shape of <paramref name="output"/> without the axis of the classes (or with length 1 there).</param>
    /// <param name="output">Probabilities, or logits. Probabilities are divided by their sum and brought into [epsilon, 1 - epsilon].</param>
    /// <param name="from_logits">Whether <paramref name="output"/> are logits.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <returns>One number a class number.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a class number is out of range.</exception>
    [KerasExport("keras.ops.sparse_categorical_crossentropy", "keras.ops.nn.sparse_categorical_crossentropy")]
    public static Tensor sparse_categorical_crossentropy(Tensor target, Tensor output, bool from_logits = false, int axis = -1)
    {
        if (output.ndim < 1) throw new ArgumentException($"Argument `output` must be at least rank 1. Received: output.shape={output.shape}");
        var at = Axes.Normalize(axis, output.ndim);
        var squeeze = target.ndim == output.ndim && target.shape[at] == 1;
        var own = squeeze ? Without(target.shape, at) : target.shape;
        var rest = Without(output.shape, at);
        if (own.Rank != rest.Rank || own.Zip(rest).Any(p => p.First is { } a && p.Second is { } b && a != b))
            throw new ArgumentException($"Arguments `target` and `output` must have the same shape up until the last dimension. Received: target.shape={target.shape}, output.shape={output.shape}." +
                (target.shape == output.shape ? " For one-hot targets use categorical_crossentropy." : ""));
        return Crossentropy("SparseCategoricalCrossentropy", target, output, rest, (t, o) =>
        {
            using var scope = new TensorScope();
            // 1. Rows of classes: libtorch's loss wants the classes on the second axis, and is fast where they are the last one too.
            var classes = o.Dims[at];
            var shape = squeeze ? [.. t.Dims[..at], .. t.Dims[(at + 1)..]] : t.Dims;
            if (at != o.ndim - 1)
            {
                long[] order = [.. Enumerable.Range(0, o.ndim).Where(i => i != at).Select(i => (long)i), at];
                o = Kernel.Permute(o, order);
            }
            o = Kernel.Reshape(o, -1, classes);
            t = Kernel.Reshape(cast(t, "int64"), -1);
            // 2. The loss.
            Tensor loss;
            if (from_logits) loss = Kernel.SparseCrossentropyOfLogits(t, o);
            else loss = Kernel.NllLoss(t, LogProbabilities(o, 1, false));
            return scope.Keep(Kernel.Reshape(loss, shape));
        }, new() { ["from_logits"] = from_logits, ["axis"] = axis });
    }

    private static Tensor LogProbabilities(Tensor output, int axis, bool from_logits)
    {
        if (from_logits) return Kernel.LogSoftmax(output, axis);
        var normal = Kernel.Div(output, Kernel.Sum(output, [axis], true));
        return Kernel.Log(Kernel.Clamp(normal, KerasConfig.epsilon(), 1 - KerasConfig.epsilon()));
    }

    private static Tensor Crossentropy(string className, Tensor target, Tensor output, TensorShape shape, Func<Tensor, Tensor, Tensor> run, Config config)
    {
        Tensor Compute(Tensor[] t) => run(Strong(t[0]), Floats(t[1]));
        return Nest.IsSymbolic(target) || Nest.IsSymbolic(output)
            ? Symbolic.RecordSpec(className, [target, output], Compute, config, new KerasTensor(shape, output.dtype))
            : Compute([target, output]);
    }

    private static TensorShape Without(TensorShape shape, int axis) => new([.. shape[..axis], .. shape[(axis + 1)..]]);

    private static ArgumentException ShapesDiffer(Tensor target, Tensor output) =>
        new($"Arguments `target` and `output` must have the same shape. Received: target.shape={target.shape}, output.shape={output.shape}");
}
