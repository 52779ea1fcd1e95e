namespace Keras.Metrics;

/// <summary>The mean of Lin's concordance of true values and predictions.</summary>
/// <remarks>Between -1 and 1; unlike a correlation it is 1 only where the values themselves agree.</remarks>
[KerasExport("keras.metrics.ConcordanceCorrelation")]
public sealed class ConcordanceCorrelation : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="axis">The axis along which values are compared.</param>
    public ConcordanceCorrelation(string? name = "concordance_correlation", DTypePolicy? dtype = null, int axis = -1)
        : base(name, dtype, "up", (y_true, y_pred) => MetricFunctions.ConcordanceCorrelation(y_true, y_pred, axis))
    {
        this.axis = axis;
    }

    /// <summary>The axis along which values are compared.</summary>
    public int axis { get; }
}
