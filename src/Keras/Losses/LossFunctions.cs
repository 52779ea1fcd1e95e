namespace Keras.Losses;

/// <summary>The functions of <c>keras.losses</c>: each gives one value per sample. They can be called, and passed to <c>compile</c>.</summary>
// They are properties, because a method could not be passed where a loss is expected.
public static partial class LossFunctions
{
    /// <summary>Predictions and true values in one dtype, that of the predictions.</summary>
    private static (Tensor, Tensor) OneDType(Tensor y_true, Tensor y_pred)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        return (Ops.cast(y_true, y_pred.dtype), y_pred);
    }

    /// <summary>Predictions and true values in one dtype and of one rank.</summary>
    private static (Tensor, Tensor) Alike(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        return LossReduction.SameRank(y_true, y_pred);
    }
}
