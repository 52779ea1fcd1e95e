using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The mean intersection over union of the classes 0 and 1, for predictions that are probabilities.</summary>
[KerasExport("keras.metrics.BinaryIoU")]
public sealed class BinaryIoU : IoU
{
    /// <summary>Makes the metric.</summary>
    /// <param name="target_class_ids">0, 1 or both; both where <see langword="null"/>.</param>
    /// <param name="threshold">From it on a prediction counts as 1.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the confusion matrix; int32 where <see langword="null"/>.</param>
    public BinaryIoU(int[]? target_class_ids = null, double threshold = 0.5, string? name = null, DTypePolicy? dtype = null)
        : base(2, target_class_ids ?? [0, 1], name, dtype) => this.threshold = threshold;

    /// <summary>From it on a prediction counts as 1.</summary>
    public double threshold { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        base.update_state(y_true, Ops.greater_equal(Ops.cast(y_pred, "float32"), threshold), sample_weight);
    }

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["target_class_ids"] = target_class_ids.Select(c => (object?)c).ToList(),
        ["threshold"] = threshold,
        ["name"] = name,
        ["dtype"] = dtype,
    };
}
