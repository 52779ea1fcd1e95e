using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean cross-entropy between one-hot labels and predictions.</summary>
[KerasExport("keras.metrics.CategoricalCrossentropy")]
public sealed class CategoricalCrossentropy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward the even distribution, from 0 to 1.</param>
    /// <param name="axis">The axis of the classes.</param>
    public CategoricalCrossentropy(string? name = "categorical_crossentropy", DTypePolicy? dtype = null, bool from_logits = false, double label_smoothing = 0.0, int axis = -1)
        : base(name, dtype, "down", (y_true, y_pred) =>
            LossFunctions.CategoricalCrossentropy(y_true, y_pred, from_logits, label_smoothing, axis))
    {
        this.from_logits = from_logits;
        this.label_smoothing = label_smoothing;
        this.axis = axis;
    }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>How far the labels are moved toward the even distribution, from 0 to 1.</summary>
    public double label_smoothing { get; }

    /// <summary>The axis of the classes.</summary>
    public int axis { get; }
}
