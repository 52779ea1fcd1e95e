using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The area under the ROC curve, the precision-recall curve or the precision-recall-gain curve, as a Riemann sum over thresholds.</summary>
/// <remarks>
/// The error of the sum shrinks with the number of thresholds and depends on where the predictions lie.
/// The interpolation of the precision-recall curve is that of Davis and Goadrich (https://www.biostat.wisc.edu/~page/rocpr.pdf).
/// </remarks>
[KerasExport("keras.metrics.AUC")]
public sealed class AUC : Metric
{
    private readonly ConfusionCounts _counts;
    private readonly double[] _thresholds;
    private readonly bool _ownThresholds;

    /// <summary>Makes the metric.</summary>
    /// <param name="num_thresholds">Number of thresholds, 2 at least; that of <paramref name="thresholds"/> and 2 where they are given.</param>
    /// <param name="curve"><c>ROC</c>, <c>PR</c> or <c>PRGAIN</c>.</param>
    /// <param name="summation_method"><c>interpolation</c> (trapezoids), <c>minoring</c> (the lower side of each interval) or <c>majoring</c> (the higher).</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="thresholds">Thresholds in [0, 1], to which one below and one above are added; even ones where <see langword="null"/>.</param>
    /// <param name="multi_label">Whether the area is found for each label and averaged.</param>
    /// <param name="num_labels">Number of labels, where they are known and <paramref name="multi_label"/> is true.</param>
    /// <param name="label_weights">A weight per label; 1 where <see langword="null"/>.</param>
    /// <param name="from_logits">Whether the predictions are logits, to which a sigmoid is applied.</param>
    /// <exception cref="ArgumentException">An argument has none of the values allowed.</exception>
    public AUC(int num_thresholds = 200, string curve = "ROC", string summation_method = "interpolation", string? name = null, DTypePolicy? dtype = null,
        double[]? thresholds = null, bool multi_label = false, int? num_labels = null, double[]? label_weights = null, bool from_logits = false) : base(dtype, name)
    {
        // 1. Check the arguments.
        this.curve = curve switch
        {
            "roc" or "ROC" => "ROC",
            "pr" or "PR" => "PR",
            "prgain" or "PRGAIN" => "PRGAIN",
            _ => throw new ArgumentException($"Invalid AUC curve value: \"{curve}\". Expected values are [\"PR\", \"ROC\", \"PRGAIN\"]"),
        };
        this.summation_method = summation_method switch
        {
            "interpolation" or "Interpolation" => "interpolation",
            "majoring" or "Majoring" => "majoring",
            "minoring" or "Minoring" => "minoring",
            _ => throw new ArgumentException($"Invalid AUC summation method value: \"{summation_method}\". Expected values are [\"interpolation\", \"majoring\", \"minoring\"]"),
        };
        if (thresholds is null && num_thresholds <= 1) throw new ArgumentException($"Argument `num_thresholds` must be an integer > 1. Received: num_thresholds={num_thresholds}.");
        if (!multi_label && num_labels is not (null or 0)) throw new ArgumentException("`num_labels` is needed only when `multi_label` is True.");
        // 2. The thresholds, and one beyond each end, so that rounding leaves no prediction out.
        _ownThresholds = thresholds is not null;
        double[] inner = thresholds is not null ? [.. thresholds.Order()] : [.. Enumerable.Range(1, num_thresholds - 2).Select(i => i * 1.0 / (num_thresholds - 1))];
        this.num_thresholds = inner.Length + 2;
        _thresholds = [0.0 - KerasConfig.epsilon(), .. inner, 1.0 + KerasConfig.epsilon()];
        this.multi_label = multi_label;
        this.num_labels = num_labels;
        this.label_weights = label_weights;
        this.from_logits = from_logits;
        Direction = "up";
        _counts = new(_thresholds, !_ownThresholds || ConfusionCounts.IsEven([0.0, .. inner, 1.0])) { MultiLabel = multi_label, LabelWeights = label_weights };
        // 3. The state; with several labels it waits until their number is known.
        if (!multi_label) Build(null);
        else if (num_labels is > 0) Build(num_labels);
    }

    /// <summary>Number of thresholds.</summary>
    public int num_thresholds { get; }

    /// <summary>The curve: <c>ROC</c>, <c>PR</c> or <c>PRGAIN</c>.</summary>
    public string curve { get; }

    /// <summary>How the area is summed.</summary>
    public string summation_method { get; }

    /// <summary>All thresholds, with one below 0 and one above 1.</summary>
    public IReadOnlyList<double> thresholds => _thresholds;

    /// <summary>Whether the area is found for each label and averaged.</summary>
    public bool multi_label { get; }

    /// <summary>Number of labels, where it was given.</summary>
    public int? num_labels { get; }

    /// <summary>A weight per label.</summary>
    public double[]? label_weights { get; }

    /// <summary>Whether the predictions are logits.</summary>
    public bool from_logits { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        if (_counts.TruePositives is null)
        {
            if (y_pred.ndim != 2)
                throw new ArgumentException($"`y_pred` must have rank 2 when `multi_label=True`. Found rank {y_pred.ndim}. Full shape received for `y_pred`: {y_pred.shape}");
            Build((int)y_pred.Dims[1]);
        }
        if (from_logits) y_pred = Ops.sigmoid(y_pred);
        _counts.Update(y_true, y_pred, sample_weight);
    }

    private void Build(int? labels)
    {
        TensorShape shape = labels is { } n ? (num_thresholds, n) : num_thresholds;
        _counts.TruePositives = add_variable(shape, null, name: "true_positives");
        _counts.FalsePositives = add_variable(shape, null, name: "false_positives");
        _counts.TrueNegatives = add_variable(shape, null, name: "true_negatives");
        _counts.FalseNegatives = add_variable(shape, null, name: "false_negatives");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The number of labels is not known, because nothing was gathered yet.</exception>
    public override Tensor result()
    {
        if (_counts.TruePositives is null) throw new InvalidOperationException($"The metric '{name}' has gathered nothing yet, so that its labels are not known. Call update_state first, or give num_labels.");
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        Tensor tp = _counts.TruePositives.Raw, fp = _counts.FalsePositives!.Raw, tn = _counts.TrueNegatives!.Raw, fn = _counts.FalseNegatives!.Raw;
        var areas = curve == "PR" && summation_method == "interpolation" ? InterpolatedPrecisionRecall(tp, fp, fn) : Riemann(tp, fp, tn, fn);
        if (!multi_label) return scope.Keep(Ops.sum(areas));
        var perLabel = Ops.sum(areas, 0);
        if (label_weights is null) return scope.Keep(Ops.mean(perLabel));
        var weights = Ops.cast(label_weights, perLabel.dtype);
        return scope.Keep(Ops.divide_no_nan(Ops.sum(Ops.multiply(perLabel, weights)), Ops.sum(weights)));
    }

    /// <summary>The area between two neighbouring thresholds, for each pair.</summary>
    private Tensor Riemann(Tensor tp, Tensor fp, Tensor tn, Tensor fn)
    {
        // 1. The points of the curve.
        var (x, y) = curve switch
        {
            "ROC" => (Ratio(fp, tn), Ratio(tp, fn)),
            "PR" => (Ratio(tp, fn), Ratio(tp, fp)),
            _ => Gains(tp, fp, tn, fn),
        };
        // 2. The height of each interval.
        Tensor left = First(y), right = Last(y);
        var heights = summation_method switch
        {
            "interpolation" => Ops.divide(Ops.add(left, right), 2.0),
            "minoring" => Ops.minimum(left, right),
            _ => Ops.maximum(left, right),
        };
        return Ops.multiply(Ops.subtract(First(x), Last(x)), heights);
    }

    /// <summary>Recall gain and precision gain. Without true positives they are 0 and 1; a recall below the share of positive labels gains 0.</summary>
    private static (Tensor, Tensor) Gains(Tensor tp, Tensor fp, Tensor tn, Tensor fn)
    {
        var scale = Ops.divide_no_nan(Ops.add(tp, fn), Ops.add(tn, fp));
        var none = Ops.equal(tp, 0.0);
        var recall = Ops.where(none, 0.0, Ops.subtract(1.0, Ops.multiply(scale, Ops.divide_no_nan(fn, tp))));
        var precision = Ops.where(none, 1.0, Ops.subtract(1.0, Ops.multiply(scale, Ops.divide_no_nan(fp, tp))));
        return (Ops.maximum(recall, 0.0), precision);
    }

    /// <summary>Between two points of the precision-recall curve tp grows in a straight line with tp + fp; the area below that is a logarithm.</summary>
    private Tensor InterpolatedPrecisionRecall(Tensor tp, Tensor fp, Tensor fn)
    {
        var positive = Ops.add(tp, fp);
        Tensor first = First(positive), last = Last(positive);
        var gained = Ops.subtract(First(tp), Last(tp));
        var slope = Ops.divide_no_nan(gained, Ops.maximum(Ops.subtract(first, last), 0.0));
        var intercept = Ops.subtract(Last(tp), Ops.multiply(slope, last));
        var ratio = Ops.where(
            Ops.logical_and(Ops.greater(first, 0.0), Ops.greater(last, 0.0)), Ops.divide_no_nan(first, Ops.maximum(last, 0.0)), 1.0);
        var area = Ops.multiply(slope, Ops.add(gained, Ops.multiply(intercept, Ops.log(ratio))));
        return Ops.divide_no_nan(area, Ops.maximum(Ops.add(Last(tp), Last(fn)), 0.0));
    }

    private static Tensor Ratio(Tensor a, Tensor b) => Ops.divide_no_nan(a, Ops.add(a, b));

    private Tensor First(Tensor x) => Kernel.Narrow(x, 0, 0, num_thresholds - 1);

    private Tensor Last(Tensor x) => Kernel.Narrow(x, 0, 1, num_thresholds - 1);

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["num_thresholds"] = num_thresholds;
        config["curve"] = curve;
        config["summation_method"] = summation_method;
        config["multi_label"] = multi_label;
        config["num_labels"] = num_labels;
        config["label_weights"] = label_weights?.Select(w => (object?)w).ToList();
        config["from_logits"] = from_logits;
        if (_ownThresholds) config["thresholds"] = _thresholds[1..^1].Select(t => (object?)t).ToList();
        return config;
    }
}
