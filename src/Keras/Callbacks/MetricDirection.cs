using Keras.Saving;

namespace Keras.Callbacks;

/// <summary>Whether more or less of a metric is better, for callbacks that are not told.</summary>
internal static class MetricDirection
{
    private static readonly HashSet<string> Up =
    [
        "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
        "AUC", "Precision", "Recall", "SensitivityAtSpecificity", "SpecificityAtSensitivity", "PrecisionAtRecall", "RecallAtPrecision",
        "F1Score", "FBetaScore", "IoU", "BinaryIoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU", "R2Score", "CosineSimilarity", "PearsonCorrelation", "ConcordanceCorrelation",
    ];

    private static readonly HashSet<string> Down =
    [
        "MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "LogCoshError",
        "KLDivergence", "Poisson", "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy",
        "Hinge", "SquaredHinge", "CategoricalHinge",
    ];

    /// <summary>True where more is better, false where less is, <see langword="null"/> where nobody can tell.</summary>
    internal static bool? Of(Metric metric)
    {
        var name = KerasRegistry.ClassName(metric.GetType());
        return Up.Contains(name) ? true : Down.Contains(name) ? false : null;
    }
}
