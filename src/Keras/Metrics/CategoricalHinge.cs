using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean hinge loss between the score of the true class and the highest of the others.</summary>
[KerasExport("keras.metrics.CategoricalHinge")]
public sealed class CategoricalHinge : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CategoricalHinge(string? name = "categorical_hinge", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.CategoricalHinge)
    {
    }
}
