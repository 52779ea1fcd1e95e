namespace Keras.Losses;

/// <summary>A cross-entropy that stands wrong labels, between cross-entropy (q near 0) and mean absolute error (q near 1).</summary>
/// <remarks><c>loss = (1 - p ^ q) / q</c> with the probability of the true class, p. True values are class numbers (https://arxiv.org/abs/1805.07836).</remarks>
[KerasExport("keras.losses.CategoricalGeneralizedCrossEntropy")]
public sealed class CategoricalGeneralizedCrossEntropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="q">Between 0 and 1, both excluded.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">q lies outside.</exception>
    public CategoricalGeneralizedCrossEntropy(double q = 0.5, string? reduction = "sum_over_batch_size",
        string? name = "categorical_generalized_cross_entropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) =>
            LossFunctions.CategoricalGeneralizedCrossEntropy(y_true, y_pred, q))
    {
        if (q is not (> 0 and < 1)) throw new ArgumentException($"q must be in the interval (0, 1). Received: q={q}.");
        this.q = q;
    }

    /// <summary>Between 0 and 1, both excluded.</summary>
    public double q { get; }

    private protected override bool KeepsIntegerLabels => true;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["q"] = q;
        return config;
    }
}
