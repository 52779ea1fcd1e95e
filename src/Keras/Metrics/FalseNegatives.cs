namespace Keras.Metrics;

/// <summary>The weighted number of false negatives: labels of 1 not predicted above the threshold.</summary>
[KerasExport("keras.metrics.FalseNegatives")]
public sealed class FalseNegatives : ConditionCount
{
    /// <summary>Makes the metric.</summary>
    /// <param name="thresholds">One or several in [0, 1], above which a prediction counts as 1; 0.5 where <see langword="null"/>.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A threshold lies outside.</exception>
    public FalseNegatives(Numbers? thresholds = null, string? name = null, DTypePolicy? dtype = null)
        : base(thresholds, name, dtype) => Counts.FalseNegatives = Accumulator;
}
