using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The weighted mean of a value per sample, made of true values and predictions: what most metrics are.</summary>
public abstract class FunctionMetric : MeanState
{
    private readonly Func<Tensor, Tensor, Tensor> _function;
    private readonly bool _freesIntermediates;

    private protected FunctionMetric(string? name, DTypePolicy? dtype, Func<Tensor, Tensor, Tensor> function) : base(name, dtype) => _function = function;

    /// <summary>For the library's metrics: their functions keep no tensors.</summary>
    private protected FunctionMetric(string? name, DTypePolicy? dtype, string? direction, Func<Tensor, Tensor, Tensor> function) : this(name, dtype, function)
    {
        _freesIntermediates = true;
        Direction = direction;
    }

    /// <summary>The mean over a whole batch in fewer steps than value by value, where the metric knows a way; else <see langword="null"/>.</summary>
    private protected virtual Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => null;

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = _freesIntermediates ? new TensorScope() : null;
        var mask = y_pred is TensorList or TensorDict ? null : y_pred.KerasMask;
        if (sample_weight is null && mask is null && y_pred is not (TensorList or TensorDict) && y_pred.ndim > 1 && MeanOfBatch(y_true, y_pred) is { } mean)
        {
            var samples = y_pred.Dims[0];
            MetricReduction.AddSum(total, mean, samples);
            count.AddLater(samples);
            return;
        }
        var values = _function(y_true, y_pred);
        if (mask is not null) sample_weight = LossReduction.ApplyMask(sample_weight, mask, dtype, "sum");
        Gather(values, sample_weight);
    }
}
