using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean of the squared differences between the logarithms of true values and predictions.</summary>
[KerasExport("keras.metrics.MeanSquaredLogarithmicError")]
public sealed class MeanSquaredLogarithmicError : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanSquaredLogarithmicError(string? name = "mean_squared_logarithmic_error", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.MeanSquaredLogarithmicError)
    {
    }
}
