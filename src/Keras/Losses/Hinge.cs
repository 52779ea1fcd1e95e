namespace Keras.Losses;

/// <summary>The hinge loss of labels -1 and 1.</summary>
/// <remarks><c>loss = maximum(1 - y_true * y_pred, 0)</c>; labels of 0 and 1 are brought to -1 and 1.</remarks>
[KerasExport("keras.losses.Hinge")]
public sealed class Hinge : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Hinge(string? reduction = "sum_over_batch_size", string? name = "hinge", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.Hinge)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
