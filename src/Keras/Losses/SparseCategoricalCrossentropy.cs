namespace Keras.Losses;

/// <summary>Cross-entropy between class numbers and predictions.</summary>
/// <remarks>For two or more classes of which one is true. For one-hot labels use <see cref="CategoricalCrossentropy"/>. The labels may have a last axis of length 1.</remarks>
[KerasExport("keras.losses.SparseCategoricalCrossentropy")]
public sealed class SparseCategoricalCrossentropy : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
    /// <param name="ignore_class">A class number that does not count, such as that of the void in segmentation; <see langword="null"/> for none.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public SparseCategoricalCrossentropy(bool from_logits = false, int? ignore_class = null, string? reduction = "sum_over_batch_size",
        int axis = -1, string? name = "sparse_categorical_crossentropy", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) =>
            LossFunctions.SparseCategoricalCrossentropy(y_true, y_pred, from_logits, ignore_class, axis))
    {
        this.from_logits = from_logits;
        this.ignore_class = ignore_class;
        this.axis = axis;
    }

    /// <summary>Whether the predictions are logits instead of probabilities.</summary>
    public bool from_logits { get; }

    /// <summary>A class number that does not count, such as that of the void in segmentation; <see langword="null"/> for none.</summary>
    public int? ignore_class { get; }

    /// <summary>The axis of the classes.</summary>
    public int axis { get; }

    private protected override bool KeepsIntegerLabels => true;

    /// <inheritdoc/>
    protected override Tensor call(Tensor y_true, Tensor y_pred) => Function(y_true, y_pred);

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) =>
        ignore_class is null && axis == -1 ? Fused.SparseMean(y_true, y_pred, from_logits) : null;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["from_logits"] = from_logits;
        config["ignore_class"] = ignore_class;
        return config;
    }
}
