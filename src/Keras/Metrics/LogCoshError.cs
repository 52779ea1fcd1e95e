using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean of the logarithm of the hyperbolic cosine of the error.</summary>
[KerasExport("keras.metrics.LogCoshError")]
public sealed class LogCoshError : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public LogCoshError(string? name = "logcosh", DTypePolicy? dtype = null)
        : base(name, dtype, "down", LossFunctions.LogCosh)
    {
    }
}
