using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The best of one rate where another reaches a value, over evenly distributed thresholds.</summary>
public abstract class SensitivitySpecificityBase : Metric
{
    private readonly ConfusionCounts _counts;
    private readonly double _value;

    private protected SensitivitySpecificityBase(string argument, double value, int num_thresholds, int? class_id, string? name, DTypePolicy? dtype) : base(dtype, name)
    {
        if (value is not (>= 0 and <= 1)) throw new ArgumentException($"Argument `{argument}` must be in the range [0, 1]. Received: {argument}={value}.");
        if (num_thresholds <= 0) throw new ArgumentException($"Argument `num_thresholds` must be an integer > 0. Received: num_thresholds={num_thresholds}.");
        _value = value;
        this.num_thresholds = num_thresholds;
        this.class_id = class_id;
        Direction = "up";
        double[] thresholds = num_thresholds == 1 ? [0.5] : [.. Enumerable.Range(0, num_thresholds).Select(i => i * 1.0 / (num_thresholds - 1))];
        true_positives = add_variable(thresholds.Length, null, name: "true_positives");
        false_positives = add_variable(thresholds.Length, null, name: "false_positives");
        true_negatives = add_variable(thresholds.Length, null, name: "true_negatives");
        false_negatives = add_variable(thresholds.Length, null, name: "false_negatives");
        _counts = new(thresholds, num_thresholds > 1)
        {
            ClassId = class_id,
            TruePositives = true_positives,
            FalsePositives = false_positives,
            TrueNegatives = true_negatives,
            FalseNegatives = false_negatives,
        };
    }

    /// <summary>Number of thresholds from 0 to 1.</summary>
    public int num_thresholds { get; }

    /// <summary>The only class that counts.</summary>
    public int? class_id { get; }

    /// <summary>The number of true positives at each threshold.</summary>
    public Variable true_positives { get; }

    /// <summary>The number of false positives at each threshold.</summary>
    public Variable false_positives { get; }

    /// <summary>The number of true negatives at each threshold.</summary>
    public Variable true_negatives { get; }

    /// <summary>The number of false negatives at each threshold.</summary>
    public Variable false_negatives { get; }

    /// <summary>tp / (tp + fn): sensitivity, which is recall.</summary>
    private protected Tensor Sensitivities => Ops.divide_no_nan(true_positives.Raw, Ops.add(true_positives.Raw, false_negatives.Raw));

    /// <summary>tn / (tn + fp).</summary>
    private protected Tensor Specificities => Ops.divide_no_nan(true_negatives.Raw, Ops.add(true_negatives.Raw, false_positives.Raw));

    /// <summary>tp / (tp + fp).</summary>
    private protected Tensor Precisions => Ops.divide_no_nan(true_positives.Raw, Ops.add(true_positives.Raw, false_positives.Raw));

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) => _counts.Update(y_true, y_pred, sample_weight);

    /// <summary>The rate that must reach the value, and the one of which the best is wanted.</summary>
    private protected abstract (Tensor Constrained, Tensor Wanted) Rates();

    /// <inheritdoc/>
    public override Tensor result()
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        var (constrained, wanted) = Rates();
        return scope.Keep(Ops.max(Ops.where(Ops.greater_equal(constrained, _value), wanted, 0.0)));
    }
}
