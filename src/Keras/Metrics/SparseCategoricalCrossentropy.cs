using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean cross-entropy between class numbers and predictions.</summary>
[KerasExport("keras.metrics.SparseCategoricalCrossentropy")]
public sealed class SparseCategoricalCrossentropy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="ignore_class">A class number that does not count; <see langword="null"/> for none.</param>
    /// <param name="axis">The axis of the classes.</param>
    public SparseCategoricalCrossentropy(string? name = "sparse_categorical_crossentropy", DTypePolicy? dtype = null, bool from_logits = false, int? ignore_class = null, int axis = -1)
        : base(name, dtype, "down", (y_true, y_pred) =>
            LossFunctions.SparseCategoricalCrossentropy(y_true, y_pred, from_logits, ignore_class, axis))
    {
        this.from_logits = from_logits;
        this.ignore_class = ignore_class;
        this.axis = axis;
    }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>A class number that does not count; <see langword="null"/> for none.</summary>
    public int? ignore_class { get; }

    /// <summary>The axis of the classes.</summary>
    public int axis { get; }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) =>
        ignore_class is null && axis == -1 ? Fused.SparseMean(y_true, y_pred, from_logits) : null;
}
