using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>Counts true and false positives and negatives at thresholds (keras/src/metrics/metrics_utils.py).</summary>
internal sealed class ConfusionCounts
{
    /// <summary>What predictions that are not among the top k count as.</summary>
    internal const double NegativeInfinity = -1e10;

    private readonly double[] _thresholds;
    private readonly bool _even;

    /// <summary>Prepares counting.</summary>
    /// <param name="thresholds">Above its threshold a prediction is positive.</param>
    /// <param name="even">Whether the thresholds stand at equal distances from 0 to 1; found out where <see langword="null"/>.</param>
    internal ConfusionCounts(double[] thresholds, bool? even = null)
    {
        _thresholds = thresholds;
        _even = even ?? IsEven(thresholds);
    }

    /// <summary>Where counts go; those that nobody wants are <see langword="null"/>.</summary>
    internal Variable? TruePositives { get; set; }

    internal Variable? FalsePositives { get; set; }

    internal Variable? TrueNegatives { get; set; }

    internal Variable? FalseNegatives { get; set; }

    /// <summary>Only the k highest predictions of a sample may be positive.</summary>
    internal int? TopK { get; init; }

    /// <summary>Only this class counts.</summary>
    internal int? ClassId { get; init; }

    /// <summary>Whether labels are counted apart.</summary>
    internal bool MultiLabel { get; init; }

    /// <summary>A weight per label, where they are counted together.</summary>
    internal double[]? LabelWeights { get; init; }

    /// <summary>The thresholds of an argument: checked, or the default where there are none.</summary>
    internal static double[] Parse(Numbers? thresholds, double byDefault = 0.5)
    {
        if (thresholds is not { } given) return [byDefault];
        var values = given.ToArray();
        if (Array.Exists(values, v => v is not (>= 0 and <= 1)))
            throw new ArgumentException($"Threshold values must be in [0, 1]. Received: {given}.");
        return values;
    }

    internal static bool IsEven(double[] thresholds)
    {
        if (thresholds.Length < 3) return false;
        for (var i = 0; i < thresholds.Length; i++)
        {
            var place = (float)i / (thresholds.Length - 1);
            if (!(Math.Abs(thresholds[i] - place) <= KerasConfig.epsilon() + 1e-5 * Math.Abs(place))) return false;
        }
        return true;
    }

    /// <summary>Counts a batch.</summary>
    internal void Update(Tensor y_true, Tensor y_pred, Tensor? sampleWeight)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        // 1. One dtype, one rank; weights reach as far as the predictions.
        var dtype = (TruePositives ?? FalsePositives ?? TrueNegatives ?? FalseNegatives)!.dtype;
        (y_pred, y_true) = LossReduction.SameRank(Ops.cast(y_pred, dtype), Ops.cast(y_true, dtype));
        if (sampleWeight is not null)
        {
            sampleWeight = Ops.expand_dims(Ops.cast(sampleWeight, dtype), -1);
            (_, sampleWeight) = LossReduction.SameRank(y_true, sampleWeight, expandVectors: false);
        }
        // 2. The predictions that count.
        if (TopK is { } k) y_pred = OnlyTop(y_pred, k);
        if (ClassId is { } id)
        {
            if (y_pred.ndim == 1)
                throw new ArgumentException($"When class_id is provided, y_pred must be a 2D array with shape (num_samples, num_classes), found shape: {y_pred.shape}.");
            y_true = Kernel.Narrow(y_true, -1, Axes.Normalize(id, (int)y_true.Dims[^1]), 1);
            y_pred = Kernel.Narrow(y_pred, -1, Axes.Normalize(id, (int)y_pred.Dims[^1]), 1);
        }
        // 3. Weights as labels: (samples, labels) where those are counted apart, else flat.
        if (MultiLabel && y_pred.ndim != 2)
            throw new ArgumentException($"`y_pred` must have rank 2 when `multi_label=True`. Found rank {y_pred.ndim}. Full shape received for `y_pred`: {y_pred.shape}");
        var weights = sampleWeight is null ? null : Ops.broadcast_to(sampleWeight, y_pred.shape);
        if (LabelWeights is not null && !MultiLabel)
        {
            Tensor perLabel = Ops.broadcast_to(Ops.cast(LabelWeights, dtype), y_pred.shape);
            weights = weights is null ? perLabel : Ops.multiply(weights, perLabel);
        }
        if (!MultiLabel)
        {
            y_true = Ops.reshape(y_true, -1);
            y_pred = Ops.reshape(y_pred, -1);
            if (weights is not null) weights = Ops.reshape(weights, -1);
        }
        // 4. Count.
        if (_even) CountBuckets(y_true, y_pred, weights, dtype);
        else CountEach(y_true, y_pred, weights, dtype);
    }

    /// <summary>Thresholds at equal distances: each prediction falls into a bucket, and sums from the last bucket down give the counts.</summary>
    private void CountBuckets(Tensor y_true, Tensor y_pred, Tensor? weights, string dtype)
    {
        var n = _thresholds.Length;
        var truth = Ops.cast(Ops.cast(y_true, "bool"), dtype);
        var positives = weights is null ? truth : Ops.multiply(truth, weights);
        var negatives = Ops.subtract(1.0, truth);
        if (weights is not null) negatives = Ops.multiply(negatives, weights);
        // A prediction must lie above a threshold: 0.5 belongs to the bucket below 0.5.
        var buckets = Ops.subtract(Ops.ceil(Ops.multiply(Ops.clip(y_pred, 0.0, 1.0), (double)(n - 1))), 1.0);
        // With a first threshold below zero every prediction is above it; else a prediction of 0 is in no bucket.
        if (_thresholds[0] < 0 || _thresholds[^1] > 1) buckets = Ops.maximum(buckets, 0.0);
        if (MultiLabel) (positives, negatives, buckets) = (Ops.transpose(positives), Ops.transpose(negatives), Ops.transpose(buckets));
        var index = Kernel.Cast(buckets, "int64");
        Tensor tp = Kernel.SumAbove(positives, index, n), fp = Kernel.SumAbove(negatives, index, n);
        var fn = FalseNegatives is null ? null : Ops.subtract(Ops.sum(positives, -1, keepdims: true), tp);
        var tn = TrueNegatives is null ? null : Ops.subtract(Ops.sum(negatives, -1, keepdims: true), fp);
        Add(TruePositives, tp);
        Add(FalsePositives, fp);
        Add(FalseNegatives, fn);
        Add(TrueNegatives, tn);

        void Add(Variable? to, Tensor? counts)
        {
            if (to is not null) to.assign_add(MultiLabel ? Ops.transpose(counts!) : counts!);
        }
    }

    /// <summary>Any thresholds: each prediction is compared with each.</summary>
    private void CountEach(Tensor y_true, Tensor y_pred, Tensor? weights, string dtype)
    {
        // The thresholds go along a first axis, the samples along the second.
        var isTrue = Ops.expand_dims(Ops.cast(y_true, "bool"), 0);
        Tensor thresholds = Ops.cast(_thresholds, dtype);
        thresholds = Ops.reshape(thresholds, MultiLabel ? (-1, 1, 1) : (-1, 1));
        var isPositive = Ops.greater(Ops.expand_dims(y_pred, 0), thresholds);
        if (weights is not null) weights = Ops.expand_dims(weights, 0);
        var isFalse = FalsePositives is null && TrueNegatives is null ? null : Ops.logical_not(isTrue);
        var isNegative = FalseNegatives is null && TrueNegatives is null ? null : Ops.logical_not(isPositive);
        Add(TruePositives, isTrue, isPositive);
        Add(FalseNegatives, isTrue, isNegative);
        Add(FalsePositives, isFalse, isPositive);
        Add(TrueNegatives, isFalse, isNegative);

        void Add(Variable? to, Tensor? label, Tensor? prediction)
        {
            if (to is null) return;
            var both = Ops.logical_and(label!, prediction!);
            to.assign_add(Ops.sum(weights is null ? Ops.cast(both, dtype) : Ops.where(both, weights, 0.0), 1));
        }
    }

    private static Tensor OnlyTop(Tensor x, int k)
    {
        var (_, index) = Kernel.TopK(x, k, sorted: false);
        var mask = Ops.sum(Ops.one_hot(index, (int)x.Dims[^1], dtype: x.dtype), -2);
        return Ops.add(Ops.multiply(x, mask), Ops.multiply(Ops.subtract(1.0, mask), NegativeInfinity));
    }
}
