using Keras.Backend;

namespace Keras.Losses;

/// <summary>Cross-entropy between labels 0 and 1 and predictions.</summary>
/// <remarks>For two classes, or for several that exclude nothing. Predictions are probabilities, or with <c>from_logits</c> any numbers.</remarks>
[KerasExport("keras.losses.BinaryCrossentropy")]
public sealed class BinaryCrossentropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward 0.5, from 0 to 1.</param>
    /// <param name="axis">The axis over which the mean is taken.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public BinaryCrossentropy(bool from_logits = false, double label_smoothing = 0.0, int axis = -1,
        string? reduction = "sum_over_batch_size", string? name = "binary_crossentropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.BinaryCrossentropy(y_true, y_pred, from_logits, label_smoothing, axis))
    {
        this.from_logits = from_logits;
        this.label_smoothing = label_smoothing;
        this.axis = axis;
    }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>How far the labels are moved toward 0.5, from 0 to 1.</summary>
    public double label_smoothing { get; }

    /// <summary>The axis over which the mean is taken.</summary>
    public int axis { get; }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) =>
        Fused.Mean(y_true, y_pred, (t, p) => Kernel.MeanBinaryCrossentropy(LossFunctions.SmoothBinary(t, label_smoothing), p, from_logits));

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
