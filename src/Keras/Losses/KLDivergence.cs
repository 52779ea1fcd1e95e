namespace Keras.Losses;

/// <summary>The Kullback-Leibler divergence of the predicted distribution from the true one.</summary>
/// <remarks><c>loss = y_true * log(y_true / y_pred)</c>, summed over the last axis.</remarks>
[KerasExport("keras.losses.KLDivergence")]
public sealed class KLDivergence : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public KLDivergence(string? reduction = "sum_over_batch_size", string? name = "kl_divergence", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.KlDivergence)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
