namespace Keras.Losses;

/// <summary>Mean of the differences in percent of the true values.</summary>
/// <remarks><c>loss = 100 * mean(abs((y_true - y_pred) / y_true))</c>; true values count as epsilon at least.</remarks>
[KerasExport("keras.losses.MeanAbsolutePercentageError")]
public sealed class MeanAbsolutePercentageError : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanAbsolutePercentageError(string? reduction = "sum_over_batch_size", string? name = "mean_absolute_percentage_error", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.MeanAbsolutePercentageError)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
