using Keras.Backend;

namespace Keras.Losses;

/// <summary>Mean of the absolute differences between true values and predictions.</summary>
/// <remarks><c>loss = mean(abs(y_true - y_pred))</c></remarks>
[KerasExport("keras.losses.MeanAbsoluteError")]
public sealed class MeanAbsoluteError : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanAbsoluteError(string? reduction = "sum_over_batch_size", string? name = "mean_absolute_error", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.MeanAbsoluteError)
    {
    }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => Fused.Mean(y_true, y_pred, Kernel.MeanAbs);

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
