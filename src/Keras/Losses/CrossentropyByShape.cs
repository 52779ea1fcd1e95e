using Keras.Saving;

namespace Keras.Losses;

/// <summary>What <c>compile(loss="crossentropy")</c> means: the binary, sparse or categorical one, as the shapes suggest.</summary>
internal sealed class CrossentropyByShape : Loss, IConfigValue
{
    internal CrossentropyByShape(string identifier) : base(identifier)
    {
        Identifier = identifier;
        FreesIntermediates = true;
    }

    private protected override bool KeepsIntegerLabels => true;

    protected override Tensor call(Tensor y_true, Tensor y_pred)
    {
        if (y_pred.shape[^1] == 1)
        {
            (y_true, y_pred) = LossReduction.SameRank(y_true, y_pred);
            return LossFunctions.BinaryCrossentropy(y_true, y_pred);
        }
        var sparse = y_true.ndim < y_pred.ndim || y_true.shape[^1] == 1;
        return sparse ? LossFunctions.SparseCategoricalCrossentropy(y_true, y_pred) : LossFunctions.CategoricalCrossentropy(y_true, y_pred);
    }

    object? IConfigValue.ToConfig() => Identifier;
}
