namespace Keras.Trainers;

/// <summary>Inputs, targets and weights as one value, and back (keras/src/trainers/data_adapters/data_adapter_utils.py).</summary>
public static class BatchPacking
{
    /// <summary>A batch of inputs, targets and weights, for a data set of your own.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    [KerasExport("keras.utils.pack_x_y_sample_weight")]
    public static Batch pack_x_y_sample_weight(Data x, Data? y = null, Data? sample_weight = null) => new(x, y, sample_weight);

    /// <summary>The inputs, targets and weights of a batch, as <c>train_step</c> gets it.</summary>
    /// <param name="data">The batch.</param>
    [KerasExport("keras.utils.unpack_x_y_sample_weight")]
    public static (Tensor x, Tensor? y, Tensor? sample_weight) unpack_x_y_sample_weight(Batch data) => (data.x, data.y, data.sample_weight);
}
