using Keras.Backend;

namespace Keras.Losses;

/// <summary>The square of small errors and a straight line beyond delta, so that outliers pull less.</summary>
/// <remarks><c>0.5 * x^2</c> for <c>|x| &lt;= delta</c>, else <c>delta * |x| - 0.5 * delta^2</c>, with <c>x = y_true - y_pred</c>.</remarks>
[KerasExport("keras.losses.Huber")]
public sealed class Huber : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="delta">The error at which the square becomes a straight line.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Huber(double delta = 1.0, string? reduction = "sum_over_batch_size", string? name = "huber_loss", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) => LossFunctions.Huber(y_true, y_pred, delta))
    {
        this.delta = delta;
    }

    /// <summary>The error at which the square becomes a straight line.</summary>
    public double delta { get; }

    private protected override Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => delta > 0 ? Fused.Mean(y_true, y_pred, (t, p) => Kernel.MeanHuber(t, p, delta)) : null;

    // Porting note: as in Keras, the configuration holds no argument of the loss's own.
    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
