using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean of the absolute differences between true values and predictions.</summary>
[KerasExport("keras.metrics.MeanAbsoluteError")]
public sealed class MeanAbsoluteError : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanAbsoluteError(string? name = "mean_absolute_error", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.MeanAbsoluteError)
    {
    }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => Fused.Mean(Ops.cast(y_true, y_pred.dtype), y_pred, Kernel.MeanAbs);
}
