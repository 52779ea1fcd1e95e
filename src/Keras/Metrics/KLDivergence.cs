using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean Kullback-Leibler divergence of the predicted distribution from the true one.</summary>
[KerasExport("keras.metrics.KLDivergence")]
public sealed class KLDivergence : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public KLDivergence(string? name = "kl_divergence", DTypePolicy? dtype = null)
        : base(name, dtype, null, LossFunctions.KlDivergence)
    {
    }
}
