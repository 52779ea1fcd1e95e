using Keras.Backend;
using Keras.Losses;
using Keras.Utils;

namespace Keras.Metrics;

/// <summary>The coefficient of determination: which part of the variance of the true values the predictions explain.</summary>
/// <remarks>1 is perfect, 0 is as good as always predicting the mean, below 0 is worse.</remarks>
[KerasExport("keras.metrics.R2Score")]
public sealed class R2Score : Metric
{
    private readonly Variable _samples;
    private Variable? _squaredSum;
    private Variable? _sum;
    private Variable? _residual;
    private Variable? _count;

    /// <summary>Makes the metric.</summary>
    /// <param name="class_aggregation">What becomes of the scores of several outputs: <c>uniform_average</c>, <c>variance_weighted_average</c>, or <see langword="null"/> for a score each.</param>
    /// <param name="num_regressors">Number of independent regressors, for the adjusted score; 0 for the plain one.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The aggregation is not known, or the number is negative.</exception>
    public R2Score(string? class_aggregation = "uniform_average", int num_regressors = 0, string? name = "r2_score", DTypePolicy? dtype = null) : base(dtype, name)
    {
        if (class_aggregation is not (null or "uniform_average" or "variance_weighted_average"))
            throw new ArgumentException($"Invalid value for argument `class_aggregation`. Expected one of null, 'uniform_average', 'variance_weighted_average'. Received: class_aggregation='{class_aggregation}'.");
        if (num_regressors < 0) throw new ArgumentException($"Invalid value for argument `num_regressors`. Expected a value >= 0. Received: num_regressors={num_regressors}.");
        this.class_aggregation = class_aggregation;
        this.num_regressors = num_regressors;
        Direction = "up";
        _samples = add_variable(TensorShape.Scalar, null, name: "num_samples");
    }

    /// <summary>What becomes of the scores of several outputs.</summary>
    public string? class_aggregation { get; }

    /// <summary>Number of independent regressors, for the adjusted score.</summary>
    public int num_regressors { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        (y_true, y_pred) = LossReduction.SameRank(Ops.cast(y_true, dtype), Ops.cast(y_pred, dtype));
        if (_sum is null) Build(y_true, y_pred);
        // 1. A weight per value.
        var weights = Ops.cast(sample_weight ?? 1.0, dtype);
        if (weights.ndim == 1) weights = Ops.expand_dims(weights, 1);
        weights = Ops.broadcast_to(weights, y_true.shape);
        // 2. Sums over the samples, for each output.
        var weighted = Ops.multiply(y_true, weights);
        _sum!.assign_add(Ops.sum(weighted, 0));
        _squaredSum!.assign_add(Ops.sum(Ops.multiply(y_true, weighted), 0));
        _residual!.assign_add(Ops.sum(Ops.multiply(Ops.square(Ops.subtract(y_true, y_pred)), weights), 0));
        _count!.assign_add(Ops.sum(weights, 0));
        _samples.AddLater(y_true.size);
    }

    private void Build(Tensor y_true, Tensor y_pred)
    {
        if (y_true.ndim != 2 || y_pred.ndim != 2)
            throw new ArgumentException($"R2Score expects 2D inputs with shape (batch_size, output_dim). Received input shapes: y_pred.shape={y_pred.shape} and y_true.shape={y_true.shape}.");
        TensorShape outputs = y_pred.shape[1]!.Value;
        _squaredSum = add_variable(outputs, null, name: "squared_sum");
        _sum = add_variable(outputs, null, name: "sum");
        _residual = add_variable(outputs, null, name: "residual");
        _count = add_variable(outputs, null, name: "count");
    }

    /// <inheritdoc/>
    public override Tensor result()
    {
        if (_sum is null) throw new InvalidOperationException($"The metric '{name}' has gathered nothing yet, so that its outputs are not known. Call update_state first.");
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        // 1. The score of each output.
        var mean = Ops.divide(_sum.Raw, _count!.Raw);
        var total = Ops.subtract(_squaredSum!.Raw, Ops.multiply(_sum.Raw, mean));
        var scores = Ops.subtract(1.0, Ops.divide(_residual!.Raw, total));
        scores = Ops.where(Ops.isinf(scores), 0.0, scores);
        // 2. One score of them.
        var score = class_aggregation switch
        {
            "uniform_average" => Ops.mean(scores),
            "variance_weighted_average" => Ops.divide(Ops.sum(Ops.multiply(total, scores)), Ops.sum(total)),
            _ => scores,
        };
        // 3. The adjustment for the number of regressors.
        if (num_regressors != 0) score = Adjust(score);
        return scope.Keep(score);
    }

    private Tensor Adjust(Tensor score)
    {
        var samples = _samples.Raw.item();
        if (num_regressors > samples - 1)
            IoUtils.WarnOnce("More independent predictors than datapoints in adjusted R2 score. Falling back to standard R2 score.");
        else if (num_regressors == samples - 1)
            IoUtils.WarnOnce("Division by zero in Adjusted R2 score. Falling back to standard R2 score.");
        else
            return Ops.subtract(1.0, Ops.divide(Ops.multiply(Ops.subtract(1.0, score), samples - 1), samples - num_regressors - 1));
        return score;
    }
}
