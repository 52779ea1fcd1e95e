namespace Keras.Losses;

/// <summary>The loss of counts that follow a Poisson distribution.</summary>
/// <remarks><c>loss = y_pred - y_true * log(y_pred)</c></remarks>
[KerasExport("keras.losses.Poisson")]
public sealed class Poisson : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Poisson(string? reduction = "sum_over_batch_size", string? name = "poisson", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.Poisson)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
