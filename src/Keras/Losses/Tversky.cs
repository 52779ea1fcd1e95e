using Keras.Saving;

namespace Keras.Losses;

/// <summary>1 - the Tversky index: the Dice loss with weights for what is missed and what is found wrongly.</summary>
/// <remarks><c>alpha = beta = 0.5</c> gives the Dice loss (https://arxiv.org/abs/1706.05721).</remarks>
[KerasExport("keras.losses.Tversky")]
public sealed class Tversky : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="alpha">Weight of what was missed.</param>
    /// <param name="beta">Weight of what was found wrongly.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="axis">Axes to sum over; all where <see langword="null"/>.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Tversky(double alpha = 0.5, double beta = 0.5, string? reduction = "sum_over_batch_size",
        string? name = "tversky", Axes? axis = null, DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.Tversky(y_true, y_pred, alpha, beta, axis))
    {
        this.alpha = alpha;
        this.beta = beta;
        this.axis = axis;
    }

    /// <summary>Weight of what was missed.</summary>
    public double alpha { get; }

    /// <summary>Weight of what was found wrongly.</summary>
    public double beta { get; }

    /// <summary>Axes to sum over; all where <see langword="null"/>.</summary>
    public Axes? axis { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["alpha"] = alpha;
        config["beta"] = beta;
        config["axis"] = Serialization.ToConfig(axis);
        return config;
    }
}
