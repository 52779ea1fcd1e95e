using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean loss of counts that follow a Poisson distribution.</summary>
[KerasExport("keras.metrics.Poisson")]
public sealed class Poisson : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Poisson(string? name = "poisson", DTypePolicy? dtype = null)
        : base(name, dtype, null, LossFunctions.Poisson)
    {
    }
}
