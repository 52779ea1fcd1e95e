using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The functions of <c>keras.metrics</c> that are not losses: each gives one value per sample. They can be called, and passed to <c>compile</c>.</summary>
// They are properties, because a method could not be passed where a metric is expected.
public static class MetricFunctions
{
    /// <summary>1 where a prediction lies on the side of the threshold on which the label, 0 or 1, says it should lie.</summary>
    [KerasExport("keras.metrics.binary_accuracy")]
    public static ThresholdFunction binary_accuracy { get; } = (y_true, y_pred, threshold) => Floats(BinaryMatches(y_true, y_pred, threshold));

    /// <summary>1 where the highest prediction is that of the true class of one-hot labels.</summary>
    [KerasExport("keras.metrics.categorical_accuracy")]
    public static Func<Tensor, Tensor, Tensor> categorical_accuracy { get; } = (y_true, y_pred) => Floats(CategoricalMatches(y_true, y_pred));

    /// <summary>1 where the highest prediction is that of the class number.</summary>
    [KerasExport("keras.metrics.sparse_categorical_accuracy")]
    public static Func<Tensor, Tensor, Tensor> sparse_categorical_accuracy { get; } = (y_true, y_pred) => Floats(SparseCategoricalMatches(y_true, y_pred));

    /// <summary>1 where the true class of one-hot labels is among the k highest predictions.</summary>
    [KerasExport("keras.metrics.top_k_categorical_accuracy")]
    public static TopKFunction top_k_categorical_accuracy { get; } = (y_true, y_pred, k) => Floats(TopKMatches(y_true, y_pred, k));

    /// <summary>1 where the class number is among the k highest predictions.</summary>
    [KerasExport("keras.metrics.sparse_top_k_categorical_accuracy")]
    public static SparseTopKFunction sparse_top_k_categorical_accuracy { get; } = (y_true, y_pred, k, from_sorted_ids) => Floats(SparseTopKMatches(y_true, y_pred, k, from_sorted_ids));

    /// <summary>Pearson's correlation of true values and predictions along an axis.</summary>
    [KerasExport("keras.metrics.pearson_correlation")]
    public static AxisFunction pearson_correlation { get; } = PearsonCorrelation;

    /// <summary>Lin's concordance of true values and predictions along an axis: correlation that also wants equal means and variances.</summary>
    [KerasExport("keras.metrics.concordance_correlation")]
    public static AxisFunction concordance_correlation { get; } = ConcordanceCorrelation;

    private static Tensor Floats(Tensor matches) => Ops.cast(matches, KerasConfig.floatx());

    /// <summary>Whether values are equal. libtorch compares different dtypes without a cast of its own.</summary>
    private static Tensor Equal(Tensor a, Tensor b) =>
        a is KerasTensor || b is KerasTensor ? Ops.equal(a, b) : Kernel.Eq(Ops.convert_to_tensor(a), Ops.convert_to_tensor(b));

    private static Tensor ArgMax(Tensor x) => x is KerasTensor ? Ops.argmax(x, -1) : Kernel.ArgMax(Ops.convert_to_tensor(x), -1, false);

    internal static Tensor Matches(Tensor y_true, Tensor y_pred)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        (y_true, y_pred) = LossReduction.SameRank(Ops.cast(y_true, y_pred.dtype), y_pred);
        return Equal(y_true, y_pred);
    }

    internal static Tensor BinaryMatches(Tensor y_true, Tensor y_pred, double threshold = 0.5)
    {
        (y_true, y_pred) = LossReduction.SameRank(Ops.convert_to_tensor(y_true), Ops.convert_to_tensor(y_pred));
        return Equal(y_true, Ops.greater(y_pred, threshold));
    }

    internal static Tensor CategoricalMatches(Tensor y_true, Tensor y_pred)
    {
        var truth = ArgMax(y_true);
        if (truth.ndim != y_pred.ndim) return Equal(truth, ArgMax(y_pred));
        // Labels with an axis of length 1 between: the matches keep it.
        return Ops.expand_dims(Equal(Ops.squeeze(truth, -1), ArgMax(y_pred)), -1);
    }

    internal static Tensor SparseCategoricalMatches(Tensor y_true, Tensor y_pred)
    {
        y_true = Ops.convert_to_tensor(y_true);
        y_pred = Ops.convert_to_tensor(y_pred);
        // Labels of shape (samples, 1) count as (samples,).
        var column = y_true.ndim == y_pred.ndim && y_true.ndim > 0 && y_true.shape[^1] == 1;
        if (column) y_true = Ops.squeeze(y_true, -1);
        var matches = Equal(y_true, ArgMax(y_pred));
        if (matches.ndim > 1 && matches.shape[^1] == 1) return Ops.squeeze(matches, -1);
        return column && matches.ndim == 0 ? Ops.expand_dims(matches, 0) : matches;
    }

    internal static Tensor TopKMatches(Tensor y_true, Tensor y_pred, int k = 5) => InTopK(Ops.argmax(y_true, -1), y_pred, k);

    internal static Tensor SparseTopKMatches(Tensor y_true, Tensor y_pred, int k = 5, bool from_sorted_ids = false)
    {
        if (!from_sorted_ids) return InTopK(Ops.cast(y_true, "int32"), y_pred, k);
        y_pred = Rows(y_pred);
        var shape = y_true.shape;
        y_true = Ops.cast(y_true, y_pred.dtype);
        if (shape.Rank > 1) y_true = Ops.reshape(y_true, -1);
        // A class number may stand among the first k more than once; it counts once.
        var first = Kernel.Narrow(y_pred, 1, 0, Math.Min(k, y_pred.Dims[1]));
        var matches = Ops.any(Ops.equal(Ops.expand_dims(y_true, 1), first), 1);
        return shape.Rank > 1 ? Ops.reshape(matches, shape) : matches;
    }

    private static Tensor InTopK(Tensor classes, Tensor y_pred, int k)
    {
        y_pred = Rows(y_pred);
        if (classes.ndim <= 1) return Ops.in_top_k(classes, y_pred, k);
        return Ops.reshape(Ops.in_top_k(Ops.reshape(classes, -1), y_pred, k), classes.shape);
    }

    private static Tensor Rows(Tensor y_pred)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        return y_pred.ndim > 2 ? Ops.reshape(y_pred, (-1, y_pred.shape[^1])) : y_pred;
    }

    internal static Tensor PearsonCorrelation(Tensor y_true, Tensor y_pred, int axis = -1)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        return Ops.mean(Ops.multiply(Standard(y_true), Standard(y_pred)), axis);

        Tensor Standard(Tensor y)
        {
            y = Ops.subtract(y, Ops.mean(y, axis, keepdims: true));
            return Ops.divide(y, Ops.std(y, axis, keepdims: true));
        }
    }

    internal static Tensor ConcordanceCorrelation(Tensor y_true, Tensor y_pred, int axis = -1)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        Tensor trueMean = Ops.mean(y_true, axis, keepdims: true), predMean = Ops.mean(y_pred, axis, keepdims: true);
        Tensor trueVar = Ops.var(Ops.subtract(y_true, trueMean), axis, keepdims: true), predVar = Ops.var(Ops.subtract(y_pred, predMean), axis, keepdims: true);
        var predError = Ops.subtract(y_pred, predMean);
        // Porting note: as in Keras, the predictions' mean is taken from both; the sum of the products is the same.
        var covariance = Ops.multiply(Ops.subtract(y_true, predMean), predError);
        var norm = Ops.add(Ops.add(trueVar, predVar), Ops.square(Ops.subtract(trueMean, predMean)));
        return Ops.mean(Ops.divide(Ops.multiply(covariance, 2.0), Ops.add(norm, KerasConfig.epsilon())), axis);
    }

    internal static (Tensor, Tensor) Alike(Tensor y_true, Tensor y_pred)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        return LossReduction.SameRank(Ops.cast(y_true, y_pred.dtype), y_pred);
    }
}
