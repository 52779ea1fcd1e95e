namespace Keras.Metrics;

/// <summary>How often the highest prediction is that of the class number.</summary>
[KerasExport("keras.metrics.SparseCategoricalAccuracy")]
public sealed class SparseCategoricalAccuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public SparseCategoricalAccuracy(string? name = "sparse_categorical_accuracy", DTypePolicy? dtype = null)
        : base(name, dtype, "up", MetricFunctions.SparseCategoricalMatches)
    {
    }
}
