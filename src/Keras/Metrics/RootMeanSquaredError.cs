using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The square root of the mean of the squared differences between true values and predictions.</summary>
[KerasExport("keras.metrics.RootMeanSquaredError")]
public sealed class RootMeanSquaredError : MeanState
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public RootMeanSquaredError(string? name = "root_mean_squared_error", DTypePolicy? dtype = null) : base(name, dtype) => Direction = "down";

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        (y_true, y_pred) = LossReduction.SameRank(Ops.cast(y_true, dtype), Ops.cast(y_pred, dtype));
        Gather(Ops.square(Ops.subtract(y_pred, y_true)), sample_weight);
    }

    /// <inheritdoc/>
    public override Tensor result() => Ops.sqrt(base.result());
}
