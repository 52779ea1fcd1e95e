namespace Keras.Losses;

/// <summary>Cross-entropy between labels 0 and 1 and predictions in which well predicted samples count less.</summary>
/// <remarks>The factor is <c>(1 - p) ^ gamma</c> with the probability of the true class, p (https://arxiv.org/abs/1708.02002).</remarks>
[KerasExport("keras.losses.BinaryFocalCrossentropy")]
public sealed class BinaryFocalCrossentropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="apply_class_balancing">Whether the classes are weighed with alpha.</param>
    /// <param name="alpha">Weight of class 1; class 0 weighs 1 - alpha.</param>
    /// <param name="gamma">Exponent of the focal factor.</param>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward 0.5, from 0 to 1.</param>
    /// <param name="axis">The axis over which the mean is taken.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public BinaryFocalCrossentropy(bool apply_class_balancing = false, double alpha = 0.25, double gamma = 2.0, bool from_logits = false,
        double label_smoothing = 0.0, int axis = -1, string? reduction = "sum_over_batch_size", string? name = "binary_focal_crossentropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) =>
            LossFunctions.BinaryFocalCrossentropy(y_true, y_pred, apply_class_balancing, alpha, gamma, from_logits, label_smoothing, axis))
    {
        this.apply_class_balancing = apply_class_balancing;
        this.alpha = alpha;
        this.gamma = gamma;
        this.from_logits = from_logits;
        this.label_smoothing = label_smoothing;
        this.axis = axis;
    }

    /// <summary>Whether the classes are weighed with alpha.</summary>
    public bool apply_class_balancing { get; }

    /// <summary>Weight of class 1; class 0 weighs 1 - alpha.</summary>
    public double alpha { get; }

    /// <summary>Exponent of the focal factor.</summary>
    public double gamma { get; }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>How far the labels are moved toward 0.5, from 0 to 1.</summary>
    public double label_smoothing { get; }

    /// <summary>The axis over which the mean is taken.</summary>
    public int axis { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["from_logits"] = from_logits;
        config["label_smoothing"] = label_smoothing;
        config["axis"] = axis;
        config["apply_class_balancing"] = apply_class_balancing;
        config["alpha"] = alpha;
        config["gamma"] = gamma;
        return config;
    }
}
