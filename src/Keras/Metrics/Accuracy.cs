namespace Keras.Metrics;

/// <summary>How often predictions equal labels.</summary>
/// <remarks>For class predictions; for probabilities use one of the accuracies of binary, categorical or sparse labels.</remarks>
[KerasExport("keras.metrics.Accuracy")]
public sealed class Accuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Accuracy(string? name = "accuracy", DTypePolicy? dtype = null)
        : base(name, dtype, "up", MetricFunctions.Matches)
    {
    }
}
