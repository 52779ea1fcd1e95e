namespace Keras.Losses;

/// <summary>Circle loss of embeddings: similar within a class, unlike between classes.</summary>
/// <remarks>True values are class numbers, predictions embeddings of length 1 (https://arxiv.org/abs/2002.10857).</remarks>
[KerasExport("keras.losses.Circle")]
public sealed class Circle : LossFunctionWrapper
{
    /// <summary>Makes the loss.</summary>
    /// <param name="gamma">Scale of the similarities.</param>
    /// <param name="margin">Margin of relaxation.</param>
    /// <param name="remove_diagonal">Whether a sample is left out as its own partner.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Circle(double gamma = 80.0, double margin = 0.4, bool remove_diagonal = true,
        string? reduction = "sum_over_batch_size", string? name = "circle", DTypePolicy? dtype = null)
        : base(name, reduction, dtype, (y_true, y_pred) =>
            LossFunctions.Circle(y_true, y_pred, null, null, remove_diagonal, gamma, margin))
    {
        this.gamma = gamma;
        this.margin = margin;
        this.remove_diagonal = remove_diagonal;
    }

    /// <summary>Scale of the similarities.</summary>
    public double gamma { get; }

    /// <summary>Margin of relaxation.</summary>
    public double margin { get; }

    /// <summary>Whether a sample is left out as its own partner.</summary>
    public bool remove_diagonal { get; }

    private protected override bool KeepsIntegerLabels => true;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["gamma"] = gamma;
        config["margin"] = margin;
        config["remove_diagonal"] = remove_diagonal;
        return config;
    }
}
