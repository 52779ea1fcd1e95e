namespace Keras.Metrics;

/// <summary>The best sensitivity where specificity is at least a value.</summary>
[KerasExport("keras.metrics.SensitivityAtSpecificity")]
public sealed class SensitivityAtSpecificity : SensitivitySpecificityBase
{
    /// <summary>Makes the metric.</summary>
    /// <param name="specificity">The value to reach, in [0, 1].</param>
    /// <param name="num_thresholds">Number of thresholds from 0 to 1 that are tried.</param>
    /// <param name="class_id">The only class that counts; <see langword="null"/> for all.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The value lies outside, or there is no threshold.</exception>
    public SensitivityAtSpecificity(double specificity, int num_thresholds = 200, int? class_id = null, string? name = null, DTypePolicy? dtype = null)
        : base(nameof(specificity), specificity, num_thresholds, class_id, name, dtype) => this.specificity = specificity;

    /// <summary>The value to reach.</summary>
    public double specificity { get; }

    private protected override (Tensor Constrained, Tensor Wanted) Rates() => (Specificities, Sensitivities);
}
