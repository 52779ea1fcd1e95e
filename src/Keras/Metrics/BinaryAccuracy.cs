namespace Keras.Metrics;

/// <summary>How often predictions lie on the side of the threshold that the label, 0 or 1, says.</summary>
[KerasExport("keras.metrics.BinaryAccuracy")]
public sealed class BinaryAccuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="threshold">Above it a prediction counts as 1.</param>
    public BinaryAccuracy(string? name = "binary_accuracy", DTypePolicy? dtype = null, double threshold = 0.5)
        : base(name, dtype, "up", (y_true, y_pred) => MetricFunctions.BinaryMatches(y_true, y_pred, threshold))
    {
        this.threshold = threshold;
    }

    /// <summary>Above it a prediction counts as 1.</summary>
    public double threshold { get; }
}
