namespace Keras.Losses;

/// <summary>Mean of the logarithm of the hyperbolic cosine of the error: a square near zero, a straight line far away.</summary>
/// <remarks><c>loss = mean(log(cosh(y_pred - y_true)))</c></remarks>
[KerasExport("keras.losses.LogCosh")]
public sealed class LogCosh : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public LogCosh(string? reduction = "sum_over_batch_size", string? name = "log_cosh", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.LogCosh)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
