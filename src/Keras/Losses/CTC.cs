namespace Keras.Losses;

/// <summary>Connectionist temporal classification: the loss of sequences of labels that are not aligned with the predictions.</summary>
/// <remarks>Class 0 is the blank and pads the labels. Labels have shape (batch, length of labels), predictions are logits of shape (batch, time, classes).</remarks>
[KerasExport("keras.losses.CTC")]
public sealed class CTC : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public CTC(string? reduction = "sum_over_batch_size", string? name = "ctc", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, LossFunctions.Ctc)
    {
    }

    private protected override bool KeepsIntegerLabels => true;

    /// <inheritdoc/>
    public override Config get_config() => BaseConfig();
}
