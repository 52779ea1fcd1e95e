namespace Keras.Metrics;

/// <summary>How often the highest prediction is that of the true class of one-hot labels.</summary>
[KerasExport("keras.metrics.CategoricalAccuracy")]
public sealed class CategoricalAccuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CategoricalAccuracy(string? name = "categorical_accuracy", DTypePolicy? dtype = null)
        : base(name, dtype, "up", MetricFunctions.CategoricalMatches)
    {
    }
}
