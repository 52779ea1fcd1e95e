using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean cross-entropy between labels 0 and 1 and predictions.</summary>
[KerasExport("keras.metrics.BinaryCrossentropy")]
public sealed class BinaryCrossentropy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward 0.5, from 0 to 1.</param>
    public BinaryCrossentropy(string? name = "binary_crossentropy", DTypePolicy? dtype = null, bool from_logits = false, double label_smoothing = 0.0)
        : base(name, dtype, "down", (y_true, y_pred) => LossFunctions.BinaryCrossentropy(y_true, y_pred, from_logits, label_smoothing))
    {
        this.from_logits = from_logits;
        this.label_smoothing = label_smoothing;
    }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>How far the labels are moved toward 0.5, from 0 to 1.</summary>
    public double label_smoothing { get; }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) =>
        Fused.Mean(Ops.cast(y_true, y_pred.dtype), y_pred, (t, p) => Kernel.MeanBinaryCrossentropy(LossFunctions.SmoothBinary(t, label_smoothing), p, from_logits));
}
