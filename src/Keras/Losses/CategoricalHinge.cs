namespace Keras.Losses;

/// <summary>The hinge loss between the score of the true class and the highest of the others.</summary>
/// <remarks><c>loss = maximum(neg - pos + 1, 0)</c> with <c>neg = max((1 - y_true) * y_pred)</c> and <c>pos = sum(y_true * y_pred)</c>.</remarks>
[KerasExport("keras.losses.CategoricalHinge")]
public sealed class CategoricalHinge : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CategoricalHinge(string? reduction = "sum_over_batch_size", string? name = "categorical_hinge", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.CategoricalHinge)
    {
    }

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
