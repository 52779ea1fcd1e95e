namespace Keras.Losses;

/// <summary>The square of the hinge loss of labels -1 and 1.</summary>
/// <remarks><c>loss = square(maximum(1 - y_true * y_pred, 0))</c>; labels of 0 and 1 are brought to -1 and 1.</remarks>
[KerasExport("keras.losses.SquaredHinge")]
public sealed class SquaredHinge : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public SquaredHinge(string? reduction = "sum_over_batch_size", string? name = "squared_hinge", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.SquaredHinge)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
