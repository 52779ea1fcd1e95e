namespace Keras.Metrics;

/// <summary>How often the true class of one-hot labels is among the k highest predictions.</summary>
[KerasExport("keras.metrics.TopKCategoricalAccuracy")]
public sealed class TopKCategoricalAccuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many of the highest predictions may match.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public TopKCategoricalAccuracy(int k = 5, string? name = "top_k_categorical_accuracy", DTypePolicy? dtype = null)
        : base(name, dtype, "up", (y_true, y_pred) => MetricFunctions.TopKMatches(y_true, y_pred, k))
    {
        this.k = k;
    }

    /// <summary>How many of the highest predictions may match.</summary>
    public int k { get; }
}
