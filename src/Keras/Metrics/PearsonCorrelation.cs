namespace Keras.Metrics;

/// <summary>The mean of Pearson's correlation of true values and predictions.</summary>
/// <remarks>Between -1 and 1; a shift or a scale of the predictions does not change it.</remarks>
[KerasExport("keras.metrics.PearsonCorrelation")]
public sealed class PearsonCorrelation : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="axis">The axis along which values are correlated.</param>
    public PearsonCorrelation(string? name = "pearson_correlation", DTypePolicy? dtype = null, int axis = -1)
        : base(name, dtype, "up", (y_true, y_pred) => MetricFunctions.PearsonCorrelation(y_true, y_pred, axis))
    {
        this.axis = axis;
    }

    /// <summary>The axis along which values are correlated.</summary>
    public int axis { get; }
}
