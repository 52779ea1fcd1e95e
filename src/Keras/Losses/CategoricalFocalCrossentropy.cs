using Keras.Saving;

namespace Keras.Losses;

/// <summary>Cross-entropy between one-hot labels and predictions in which well predicted samples count less.</summary>
/// <remarks>The factor is <c>alpha * (1 - p) ^ gamma</c> with the probability of the true class, p (https://arxiv.org/abs/1708.02002).</remarks>
[KerasExport("keras.losses.CategoricalFocalCrossentropy")]
public sealed class CategoricalFocalCrossentropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="alpha">Weight of all classes, or a weight per class; 0.25 where <see langword="null"/>.</param>
    /// <param name="gamma">Exponent of the focal factor.</param>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="label_smoothing">How far the labels are moved toward the even distribution, from 0 to 1.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CategoricalFocalCrossentropy(Numbers? alpha = null, double gamma = 2.0, bool from_logits = false, double label_smoothing = 0.0,
        int axis = -1, string? reduction = "sum_over_batch_size", string? name = "categorical_focal_crossentropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) =>
            LossFunctions.CategoricalFocalCrossentropy(y_true, y_pred, alpha, gamma, from_logits, label_smoothing, axis))
    {
        this.alpha = alpha ?? 0.25;
        this.gamma = gamma;
        this.from_logits = from_logits;
        this.label_smoothing = label_smoothing;
        this.axis = axis;
    }

    /// <summary>Weight of all classes, or a weight per class.</summary>
    public Numbers alpha { get; }

    /// <summary>Exponent of the focal factor.</summary>
    public double gamma { get; }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>How far the labels are moved toward the even distribution, from 0 to 1.</summary>
    public double label_smoothing { get; }

    /// <summary>The axis of the classes.</summary>
    public int axis { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["from_logits"] = from_logits;
        config["label_smoothing"] = label_smoothing;
        config["axis"] = axis;
        config["alpha"] = Serialization.ToConfig(alpha);
        config["gamma"] = gamma;
        return config;
    }
}
