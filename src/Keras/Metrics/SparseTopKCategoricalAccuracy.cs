namespace Keras.Metrics;

/// <summary>How often the class number is among the k highest predictions.</summary>
[KerasExport("keras.metrics.SparseTopKCategoricalAccuracy")]
public sealed class SparseTopKCategoricalAccuracy : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many of the highest predictions may match.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="from_sorted_ids">Whether the predictions are class numbers sorted by score.</param>
    public SparseTopKCategoricalAccuracy(int k = 5, string? name = "sparse_top_k_categorical_accuracy", DTypePolicy? dtype = null, bool from_sorted_ids = false)
        : base(name, dtype, "up", (y_true, y_pred) => MetricFunctions.SparseTopKMatches(y_true, y_pred, k, from_sorted_ids))
    {
        this.k = k;
        this.from_sorted_ids = from_sorted_ids;
    }

    /// <summary>How many of the highest predictions may match.</summary>
    public int k { get; }

    /// <summary>Whether the predictions are class numbers sorted by score.</summary>
    public bool from_sorted_ids { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["k"] = k;
        if (from_sorted_ids) config["from_sorted_ids"] = true;
        return config;
    }
}
