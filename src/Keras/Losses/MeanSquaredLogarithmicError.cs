namespace Keras.Losses;

/// <summary>Mean of the squared differences between the logarithms of true values and predictions.</summary>
/// <remarks><c>loss = mean(square(log(y_true + 1) - log(y_pred + 1)))</c></remarks>
[KerasExport("keras.losses.MeanSquaredLogarithmicError")]
public sealed class MeanSquaredLogarithmicError : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanSquaredLogarithmicError(string? reduction = "sum_over_batch_size", string? name = "mean_squared_logarithmic_error", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.MeanSquaredLogarithmicError)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
