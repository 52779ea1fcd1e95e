using NumSharp;

namespace Keras;

/// <summary>Data on which fit evaluates the model: inputs and targets, with sample weights too, or a source of batches.</summary>
public sealed class ValidationData
{
    private ValidationData(Data x, Data? y = null, Data? sample_weight = null) => (X, Y, SampleWeight) = (x, y, sample_weight);

    internal Data X { get; }

    internal Data? Y { get; }

    internal Data? SampleWeight { get; }

    internal static ValidationData Of(Data x, Data? y, Data? sample_weight) => new(x, y, sample_weight);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator ValidationData((Data x, Data? y) data) => new(data.x, data.y);

    /// <summary>Inputs, targets and sample weights.</summary>
    public static implicit operator ValidationData((Data x, Data? y, Data? sample_weight) data) => new(data.x, data.y, data.sample_weight);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator ValidationData((NDArray x, NDArray y) data) => new(data.x!, data.y);

    /// <summary>Inputs, targets and sample weights.</summary>
    public static implicit operator ValidationData((NDArray x, NDArray y, NDArray sample_weight) data) => new(data.x!, data.y, data.sample_weight);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator ValidationData((Tensor x, Tensor y) data) => new(data.x!, data.y);

    /// <summary>Inputs and targets.</summary>
    public static implicit operator ValidationData((Array x, Array y) data) => new(data.x!, data.y);

    /// <summary>A source of batches.</summary>
    public static implicit operator ValidationData?(PyDataset? dataset) => dataset is null ? null : new(dataset!);

    /// <summary>A source of batches, or inputs alone.</summary>
    public static implicit operator ValidationData?(Data? data) => data is null ? null : new(data);
}
