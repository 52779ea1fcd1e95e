using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Keras.Backend;

/// <summary>Native calls of losses: the mean over a whole batch.</summary>
/// <remarks>Operands have one shape and one float dtype, but for class numbers; the callers see to it, because libtorch would broadcast.</remarks>
internal static partial class Kernel
{
    internal static Tensor MeanSquare(Tensor target, Tensor output) =>
        Run("mean_squared_error", target, output, static (t, p) => functional.mse_loss(p, t, Reduction.Mean));

    internal static Tensor MeanAbs(Tensor target, Tensor output) =>
        Run("mean_absolute_error", target, output, static (t, p) => functional.l1_loss(p, t, Reduction.Mean));

    internal static Tensor MeanHuber(Tensor target, Tensor output, double delta) =>
        Run("huber", target, output, (t, p) => functional.huber_loss(p, t, delta, Reduction.Mean));

    internal static Tensor MeanBinaryCrossentropy(Tensor target, Tensor output, bool fromLogits)
    {
        if (fromLogits) return Run("binary_crossentropy", target, output, static (t, p) => functional.binary_cross_entropy_with_logits(p, t, null, Reduction.Mean));
        var (low, high) = Clip();
        return Run("binary_crossentropy", target, output, (t, p) =>
        {
            using var clipped = p.clamp(low, high);
            return functional.binary_cross_entropy(clipped, t, null, Reduction.Mean);
        });
    }

    /// <summary>The mean over the rows of two dimensions.</summary>
    internal static Tensor MeanCategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits)
    {
        if (fromLogits) return Run("categorical_crossentropy", target, output, static (t, p) => functional.cross_entropy(p, t, reduction: Reduction.Mean));
        var (low, high) = Clip();
        var factor = Scalars.Of(-1.0 / output.Dims[0]);
        return Run("categorical_crossentropy", target, output, (t, p) =>
        {
            using var total = p.sum(-1, keepdim: true);
            using var even = p.div(total);
            using var clipped = even.clamp(low, high);
            using var log = clipped.log();
            using var weighted = log.mul(t);
            using var sum = weighted.sum();
            return sum.mul(factor);
        });
    }

    /// <summary>The mean over all class numbers; the classes lie on the last axis of the logits.</summary>
    internal static Tensor MeanSparseCrossentropyOfLogits(Tensor target, Tensor output)
    {
        var dims = output.Dims;
        var factor = Scalars.Of((double)dims[^1] / output.size);
        return Run("sparse_categorical_crossentropy", target, output, (t, p) =>
        {
            using var labels = t.to(torch.ScalarType.Int64);
            using var flatLabels = labels.Dimensions == 1 ? null : labels.reshape(-1);
            using var rows = dims.Length == 2 ? null : p.reshape(-1, dims[^1]);
            // The sum, because libtorch's own mean leaves out the label -100, which Keras counts with a loss of 0.
            using var sum = functional.cross_entropy(rows ?? p, flatLabels ?? labels, reduction: Reduction.Sum);
            return sum.mul(factor);
        });
    }

    /// <summary>The mean over all class numbers; the classes lie on the last axis of the probabilities, of which only those of the true classes are looked at.</summary>
    internal static Tensor MeanSparseCrossentropy(Tensor target, Tensor output)
    {
        long[] places = [.. output.Dims];
        places[^1] = 1;
        var (low, high) = Clip();
        return Run("sparse_categorical_crossentropy", target, output, (t, p) =>
        {
            using var labels = t.to(torch.ScalarType.Int64);
            using var index = labels.reshape(places);
            using var picked = p.gather(-1, index);
            using var total = p.sum(-1, keepdim: true);
            using var even = picked.div(total);
            using var clipped = even.clamp(low, high);
            using var log = clipped.log();
            using var mean = log.mean();
            return mean.neg();
        });
    }

    /// <summary>Reports labels that are no class: libtorch's CTC loss reads beyond its memory for them.</summary>
    internal static void RequireClasses(string op, Tensor labels, long classes)
    {
        if (labels.size == 0 || IsMeta(labels)) return;
        double least = ItemOf(labels, static t => t.min()), most = ItemOf(labels, static t => t.max());
        if (least < 0 || most >= classes)
            throw new ArgumentException($"{op}: the labels must be class numbers from 0 to {classes - 1}. Received: values from {least} to {most}.");
    }

    private static double ItemOf(Tensor x, Func<torch.Tensor, torch.Tensor> f) => Read("item", x, t =>
    {
        using var found = f(t);
        using var number = found.to(torch.ScalarType.Float64);
        return number.item<double>();
    });

    private static (Scalar Low, Scalar High) Clip() => (Scalars.Of(KerasConfig.epsilon()), Scalars.Of(1.0 - KerasConfig.epsilon()));
}
