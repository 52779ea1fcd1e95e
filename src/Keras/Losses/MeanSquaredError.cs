using Keras.Backend;

namespace Keras.Losses;

/// <summary>Mean of the squares of the differences between true values and predictions.</summary>
/// <remarks><c>loss = mean(square(y_true - y_pred))</c></remarks>
[KerasExport("keras.losses.MeanSquaredError")]
public sealed class MeanSquaredError : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanSquaredError(string? reduction = "sum_over_batch_size", string? name = "mean_squared_error", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.MeanSquaredError)
    {
    }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => Fused.Mean(y_true, y_pred, Kernel.MeanSquare);

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
