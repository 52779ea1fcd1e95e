using Keras.Backend;

namespace Keras.Metrics;

/// <summary>Precision: how many of the samples predicted as positive are so.</summary>
[KerasExport("keras.metrics.Precision")]
public sealed class Precision : Metric
{
    private readonly ConfusionCounts _counts;

    /// <summary>Makes the metric.</summary>
    /// <param name="thresholds">One or several in [0, 1], above which a prediction counts as 1; 0.5 where <see langword="null"/>, and with <paramref name="top_k"/> none.</param>
    /// <param name="top_k">How many of the highest predictions of a sample may count as 1; <see langword="null"/> for all.</param>
    /// <param name="class_id">The only class that counts; <see langword="null"/> for all.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A threshold lies outside.</exception>
    public Precision(Numbers? thresholds = null, int? top_k = null, int? class_id = null, string? name = null, DTypePolicy? dtype = null) : base(dtype, name)
    {
        this.thresholds = thresholds;
        this.top_k = top_k;
        this.class_id = class_id;
        Direction = "up";
        var values = ConfusionCounts.Parse(thresholds, top_k is null ? 0.5 : ConfusionCounts.NegativeInfinity);
        true_positives = add_variable(values.Length, null, name: "true_positives");
        false_positives = add_variable(values.Length, null, name: "false_positives");
        _counts = new(values) { TopK = top_k, ClassId = class_id, TruePositives = true_positives, FalsePositives = false_positives };
    }

    /// <summary>The thresholds as given.</summary>
    public Numbers? thresholds { get; }

    /// <summary>How many of the highest predictions of a sample may count as 1.</summary>
    public int? top_k { get; }

    /// <summary>The only class that counts.</summary>
    public int? class_id { get; }

    /// <summary>The number of true positives at each threshold.</summary>
    public Variable true_positives { get; }

    /// <summary>The number of false positives at each threshold.</summary>
    public Variable false_positives { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) => _counts.Update(y_true, y_pred, sample_weight);

    /// <inheritdoc/>
    public override Tensor result()
    {
        using var off = GradMode.Off();
        var ratio = Ops.divide_no_nan(true_positives.Raw, Ops.add(true_positives.Raw, false_positives.Raw));
        return true_positives.size == 1 ? Ops.squeeze(ratio, 0) : ratio;
    }
}
