namespace Keras.Metrics;

/// <summary>The F1 score: the harmonic mean of precision and recall.</summary>
/// <remarks>Takes labels and predictions of shape (samples, classes).</remarks>
[KerasExport("keras.metrics.F1Score")]
public sealed class F1Score : FBetaScore
{
    /// <summary>Makes the metric.</summary>
    /// <param name="average"><see langword="null"/> for a score per class, or <c>micro</c>, <c>macro</c> or <c>weighted</c>, as in <see cref="FBetaScore"/>.</param>
    /// <param name="threshold">Above it a prediction counts as 1; where <see langword="null"/>, the highest prediction of a sample does.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public F1Score(string? average = null, double? threshold = null, string? name = "f1_score", DTypePolicy? dtype = null)
        : base(average, 1.0, threshold, name, dtype)
    {
    }
}
