using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The weighted number of samples in one cell of the confusion matrix, at each threshold.</summary>
public abstract class ConditionCount : Metric
{
    private readonly int _count;

    private protected ConditionCount(Numbers? thresholds, string? name, DTypePolicy? dtype) : base(dtype, name)
    {
        this.thresholds = thresholds;
        var values = ConfusionCounts.Parse(thresholds);
        _count = values.Length;
        Counts = new(values);
        Accumulator = add_variable(values.Length, null, name: "accumulator");
    }

    /// <summary>The thresholds as given.</summary>
    public Numbers? thresholds { get; }

    private protected ConfusionCounts Counts { get; }

    private protected Variable Accumulator { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) => Counts.Update(y_true, y_pred, sample_weight);

    /// <inheritdoc/>
    // A copy: the variable changes in place with the next batch.
    public override Tensor result() => _count == 1 ? Kernel.Reshape(Kernel.Clone(Accumulator.Raw)) : Kernel.Clone(Accumulator.Raw);
}
