namespace Keras.Losses;

/// <summary>The negative cosine of the angle between true and predicted vectors.</summary>
/// <remarks>Between -1 (one direction) and 1 (opposite ones); 0 where one of the vectors is zero.</remarks>
[KerasExport("keras.losses.CosineSimilarity")]
public sealed class CosineSimilarity : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="axis">The axis along which the vectors lie.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CosineSimilarity(int axis = -1, string? reduction = "sum_over_batch_size", string? name = "cosine_similarity", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.CosineSimilarity(y_true, y_pred, axis))
    {
        this.axis = axis;
    }

    /// <summary>The axis along which the vectors lie.</summary>
    public int axis { get; }

    // Porting note: as in Keras, the configuration holds no argument of the loss's own.
    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
