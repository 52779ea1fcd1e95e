using Keras.Backend;

namespace Keras.Losses;

/// <summary>Weights, masks and the reduction of loss values (keras/src/losses/loss.py).</summary>
internal static class LossReduction
{
    internal static string? Standardize(string? reduction) => reduction is null or "none" or "sum" or "sum_over_batch_size" or "mean" or "mean_with_sample_weight"
        ? reduction
        : throw new ArgumentException($"Invalid value for argument `reduction`. Expected one of 'sum_over_batch_size', 'mean', 'mean_with_sample_weight', 'sum', 'none' or null. Received: reduction='{reduction}'.");

    /// <summary>Where the ranks differ by one and the longer shape ends in 1: takes that axis away, or adds one to a vector.</summary>
    internal static (Tensor, Tensor) SameRank(Tensor a, Tensor b, bool expandVectors = true)
    {
        int x = a.ndim, y = b.ndim;
        if (x == y + 1) return LastIsOne(a) ? y == 1 && expandVectors ? (a, Ops.expand_dims(b, -1)) : (Ops.squeeze(a, -1), b) : (a, b);
        if (y == x + 1) return LastIsOne(b) ? x == 1 && expandVectors ? (Ops.expand_dims(a, -1), b) : (a, Ops.squeeze(b, -1)) : (a, b);
        return (a, b);
    }

    private static bool LastIsOne(Tensor x) => x is KerasTensor ? x.shape[^1] == 1 : x.Dims[^1] == 1;

    /// <summary>Weighs values and reduces them.</summary>
    internal static Tensor ReduceWeighted(Tensor values, Tensor? sampleWeight, Tensor? mask, string? reduction, string dtype)
    {
        values = Ops.cast(values, dtype);
        if (sampleWeight is not null) sampleWeight = Ops.cast(sampleWeight, dtype);
        sampleWeight = ApplyMask(sampleWeight, mask, dtype, reduction);
        if (sampleWeight is not null)
        {
            (values, sampleWeight) = SameRank(values, sampleWeight);
            values = Ops.multiply(values, sampleWeight);
        }
        return Reduce(values, sampleWeight, reduction);
    }

    private static Tensor Reduce(Tensor values, Tensor? sampleWeight, string? reduction)
    {
        if (reduction is null or "none" || values.ndim == 0) return values;
        if (values is not KerasTensor && values.size == 0) return values.ndim == 1 ? values : Ops.sum(values);
        if (reduction == "sum") return Ops.sum(values);
        if (reduction == "mean_with_sample_weight" && sampleWeight is not null) return Ops.divide_no_nan(Ops.sum(values), Ops.sum(sampleWeight));
        // Keras's quotient narrows float64, its mean would not.
        return values.dtype == "float64" ? Ops.cast(Ops.mean(values), "float32") : Ops.mean(values);
    }

    /// <summary>
    /// Turns a mask into weights, multiplied with those given. For a mean, valid values weigh total / valid,
    /// so that dividing by the number of all values gives the mean of the valid ones.
    /// </summary>
    internal static Tensor? ApplyMask(Tensor? sampleWeight, Tensor? mask, string dtype, string? reduction)
    {
        if (mask is null) return sampleWeight;
        var weights = Ops.cast(mask, dtype);
        if (reduction is "mean" or "sum_over_batch_size")
        {
            var total = mask is KerasTensor ? Ops.sum(Ops.ones_like(weights)) : Ops.cast((double)mask.size, dtype);
            weights = Ops.multiply(weights, Ops.divide_no_nan(total, Ops.sum(weights)));
        }
        if (sampleWeight is null) return weights;
        (weights, sampleWeight) = SameRank(weights, Ops.cast(sampleWeight, dtype));
        return Ops.multiply(sampleWeight, weights);
    }
}
