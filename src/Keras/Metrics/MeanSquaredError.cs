using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean of the squared differences between true values and predictions.</summary>
[KerasExport("keras.metrics.MeanSquaredError")]
public sealed class MeanSquaredError : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanSquaredError(string? name = "mean_squared_error", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.MeanSquaredError)
    {
    }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => Fused.Mean(Ops.cast(y_true, y_pred.dtype), y_pred, Kernel.MeanSquare);
}
