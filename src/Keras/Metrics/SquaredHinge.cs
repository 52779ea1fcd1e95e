using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean squared hinge loss of labels -1 and 1.</summary>
/// <remarks>Labels of 0 and 1 are brought to -1 and 1.</remarks>
[KerasExport("keras.metrics.SquaredHinge")]
public sealed class SquaredHinge : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public SquaredHinge(string? name = "squared_hinge", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.SquaredHinge)
    {
    }
}
