using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>Values and weights of samples (keras/src/metrics/reduction_metrics.py).</summary>
internal static class MetricReduction
{
    /// <summary>Adds factor · (the sum of all values) to a scalar of the state, in two native calls.</summary>
    internal static void AddSum(Variable state, Tensor values, double factor)
    {
        if (values is ScalarTensor number) state.AddLater(number.Value * factor);
        else Kernel.AddSum(state.Raw, values, factor);
    }

    /// <summary>One weighted value and one weight per sample.</summary>
    internal static (Tensor Values, Tensor? Weights) Samplewise(Tensor values, Tensor? sampleWeight, Func<Tensor, Axes, Tensor> reduce, string dtype)
    {
        var mask = values.KerasMask;
        values = Ops.cast(values, dtype);
        if (sampleWeight is not null)
        {
            // 1. The weights in the shape of the values, as far as they reach.
            sampleWeight = Ops.cast(sampleWeight, dtype);
            if (mask is not null) sampleWeight = LossReduction.ApplyMask(sampleWeight, mask, dtype, "sum")!;
            (values, sampleWeight) = LossReduction.SameRank(values, sampleWeight);
            var reach = sampleWeight.ndim;
            if (values.ndim > reach) values = reduce(values, Range(reach, values.ndim));
            // 2. Weigh; the weights are reduced as the values are.
            sampleWeight = Ops.broadcast_to(sampleWeight, values.shape);
            values = Ops.multiply(values, sampleWeight);
            if (reach > 1) sampleWeight = reduce(sampleWeight, Range(1, reach));
        }
        if (values.ndim > 1) values = reduce(values, Range(1, values.ndim));
        return (values, sampleWeight);
    }

    private static Axes Range(int start, int end)
    {
        var axes = new int[end - start];
        for (var i = 0; i < axes.Length; i++) axes[i] = start + i;
        return axes;
    }
}
