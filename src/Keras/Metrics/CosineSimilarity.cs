using Keras.Losses;

namespace Keras.Metrics;

/// <summary>The mean cosine of the angle between true and predicted vectors.</summary>
/// <remarks>Between -1 (opposite directions) and 1 (one direction), unlike the loss of this name.</remarks>
[KerasExport("keras.metrics.CosineSimilarity")]
public sealed class CosineSimilarity : FunctionMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="axis">The axis along which the vectors lie.</param>
    public CosineSimilarity(string? name = "cosine_similarity", DTypePolicy? dtype = null, int axis = -1)
        : base(name, dtype, "up", (y_true, y_pred) => LossFunctions.Cosine(y_true, y_pred, axis))
    {
        this.axis = axis;
    }

    /// <summary>The axis along which the vectors lie.</summary>
    public int axis { get; }

    // Porting note: as in Keras, the configuration holds no argument of the metric's own.
    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
