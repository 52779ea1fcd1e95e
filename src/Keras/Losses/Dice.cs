using Keras.Saving;

namespace Keras.Losses;

/// <summary>1 - the Dice coefficient: how little true and predicted regions overlap.</summary>
/// <remarks><c>loss = 1 - 2 * sum(y_true * y_pred) / (sum(y_true) + sum(y_pred))</c></remarks>
[KerasExport("keras.losses.Dice")]
public sealed class Dice : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="axis">Axes to sum over; all where <see langword="null"/>.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Dice(string? reduction = "sum_over_batch_size", string? name = "dice", Axes? axis = null, DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.Dice(y_true, y_pred, axis))
    {
        this.axis = axis;
    }

    /// <summary>Axes to sum over; all where <see langword="null"/>.</summary>
    public Axes? axis { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["axis"] = Serialization.ToConfig(axis);
        return config;
    }
}
