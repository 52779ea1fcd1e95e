using Keras.Backend;

namespace Keras.Losses;

/// <summary>Cross-entropy between one-hot labels and predictions.</summary>
/// <remarks>For two or more classes of which one is true. For labels that are class numbers use <see cref="SparseCategoricalCrossentropy"/>.</remarks>
[KerasExport("keras.losses.CategoricalCrossentropy")]
public sealed class CategoricalCrossentropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward the even distribution, from 0 to 1.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CategoricalCrossentropy(bool from_logits = false, double label_smoothing = 0.0, int axis = -1,
        string? reduction = "sum_over_batch_size", string? name = "categorical_crossentropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.CategoricalCrossentropy(y_true, y_pred, from_logits, label_smoothing, axis))
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

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred)
    {
        if (y_pred.ndim != 2 || axis is not (-1 or 1) || label_smoothing != 0) return null;
        LossFunctions.WarnOfOneClass("categorical_crossentropy", y_pred);
        return Fused.Mean(y_true, y_pred, (t, p) => Kernel.MeanCategoricalCrossentropy(t, p, from_logits));
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["from_logits"] = from_logits;
        config["label_smoothing"] = label_smoothing;
        config["axis"] = axis;
        return config;
    }
}
