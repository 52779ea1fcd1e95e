using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The F-beta score: a harmonic mean of precision and recall in which recall counts beta times as much.</summary>
/// <remarks>Takes labels and predictions of shape (samples, classes).</remarks>
[KerasExport("keras.metrics.FBetaScore")]
public class FBetaScore : Metric
{
    private Variable? _truePositives;
    private Variable? _falsePositives;
    private Variable? _falseNegatives;
    private Variable? _weights;

    /// <summary>Makes the metric.</summary>
    /// <param name="average">
    /// <see langword="null"/> for a score per class, <c>micro</c> for one of all counts together, <c>macro</c> for the mean of the classes,
    /// <c>weighted</c> for their mean weighted with the number of true samples.
    /// </param>
    /// <param name="beta">Weight of recall, above 0.</param>
    /// <param name="threshold">Above it a prediction counts as 1; where <see langword="null"/>, the highest prediction of a sample does.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The average is not known, or beta or the threshold lies outside.</exception>
    public FBetaScore(string? average = null, double beta = 1.0, double? threshold = null, string? name = "fbeta_score", DTypePolicy? dtype = null) : base(dtype, name)
    {
        if (average is not (null or "micro" or "macro" or "weighted"))
            throw new ArgumentException($"Invalid `average` argument value. Expected one of: null, 'micro', 'macro', 'weighted'. Received: average='{average}'.");
        if (!(beta > 0)) throw new ArgumentException($"Invalid `beta` argument value. It should be > 0. Received: beta={beta}.");
        if (threshold is not (null or (> 0 and <= 1))) throw new ArgumentException($"Invalid `threshold` argument value. It should verify 0 < threshold <= 1. Received: threshold={threshold}.");
        this.average = average;
        this.beta = beta;
        this.threshold = threshold;
        Direction = "up";
    }

    /// <summary>How the scores of the classes are averaged.</summary>
    public string? average { get; }

    /// <summary>Weight of recall.</summary>
    public double beta { get; }

    /// <summary>Above it a prediction counts as 1; <see langword="null"/> for the highest of a sample.</summary>
    public double? threshold { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        y_true = Ops.cast(y_true, dtype);
        y_pred = Ops.cast(y_pred, dtype);
        if (_truePositives is null) Build(y_true, y_pred);
        // 1. Predictions as 0 and 1. Where all are zero none is the highest.
        var positive = threshold is { } t
            ? Ops.greater(y_pred, t)
            : Ops.logical_and(Ops.greater_equal(y_pred, Ops.max(y_pred, -1, keepdims: true)), Ops.greater(Ops.abs(y_pred), 1e-9));
        y_pred = Ops.cast(positive, dtype);
        // 2. Weighted counts.
        if (sample_weight is not null) sample_weight = Ops.expand_dims(Ops.cast(sample_weight, dtype), 1);
        Tensor notTrue = Ops.subtract(1.0, y_true), notPredicted = Ops.subtract(1.0, y_pred);
        _truePositives!.assign_add(Count(Ops.multiply(y_pred, y_true), sample_weight));
        _falsePositives!.assign_add(Count(Ops.multiply(y_pred, notTrue), sample_weight));
        _falseNegatives!.assign_add(Count(Ops.multiply(notPredicted, y_true), sample_weight));
        _weights!.assign_add(Count(y_true, sample_weight));
    }

    private Tensor Count(Tensor values, Tensor? weights)
    {
        if (weights is not null) values = Ops.multiply(values, weights);
        return average == "micro" ? Ops.sum(values) : Ops.sum(values, 0);
    }

    private void Build(Tensor y_true, Tensor y_pred)
    {
        if (y_true.ndim != 2 || y_pred.ndim != 2)
            throw new ArgumentException($"{GetType().Name} expects 2D inputs with shape (batch_size, output_dim). Received input shapes: y_pred.shape={y_pred.shape} and y_true.shape={y_true.shape}.");
        var shape = average == "micro" ? TensorShape.Scalar : y_pred.shape[1]!.Value;
        _truePositives = add_variable(shape, null, dtype, name: "true_positives");
        _falsePositives = add_variable(shape, null, dtype, name: "false_positives");
        _falseNegatives = add_variable(shape, null, dtype, name: "false_negatives");
        _weights = add_variable(shape, null, dtype, name: "intermediate_weights");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Nothing was gathered yet.</exception>
    public override Tensor result()
    {
        if (_truePositives is null) throw new InvalidOperationException($"The metric '{name}' has gathered nothing yet, so that its classes are not known. Call update_state first.");
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        Tensor found = _truePositives.Raw;
        var precision = Ops.divide(found, Ops.add(Ops.add(found, _falsePositives!.Raw), KerasConfig.epsilon()));
        var recall = Ops.divide(found, Ops.add(Ops.add(found, _falseNegatives!.Raw), KerasConfig.epsilon()));
        var square = beta * beta;
        var denominator = Ops.add(Ops.add(Ops.multiply(precision, square), recall), KerasConfig.epsilon());
        var score = Ops.multiply(Ops.divide(Ops.multiply(precision, recall), denominator), 1 + square);
        score = average switch
        {
            null => score,
            "weighted" => Ops.sum(Ops.multiply(score, Ops.divide(_weights!.Raw, Ops.add(Ops.sum(_weights.Raw), KerasConfig.epsilon())))),
            _ => Ops.mean(score),
        };
        return scope.Keep(score);
    }
}
