using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean of the differences in percent of the true values.</summary>
[KerasExport("keras.metrics.MeanAbsolutePercentageError")]
public sealed class MeanAbsolutePercentageError : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanAbsolutePercentageError(string? name = "mean_absolute_percentage_error", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.MeanAbsolutePercentageError)
    {
    }
}
