namespace Keras.Layers;

/// <summary>The function that makes symbolic inputs.</summary>
public static class Inputs
{
    /// <summary>A symbolic tensor with which a functional model begins.</summary>
    /// <param name="shape">Shape of one sample, unknown dimensions <see langword="null"/>.</param>
    /// <param name="batch_size">Number of samples; any where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="sparse">Kept for the config.</param>
    /// <param name="ragged">Kept for the config.</param>
    /// <param name="batch_shape">Shape with the batch dimension, in place of <paramref name="shape"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="tensor">A symbolic tensor to wrap.</param>
    /// <param name="optional">Whether the input may be missing.</param>
    /// <exception cref="ArgumentException">Neither or both of shape and batch_shape are given.</exception>
    [KerasExport("keras.layers.Input", "keras.Input", Former = ["keras.models.Input"])]
    public static KerasTensor Input(TensorShape? shape = null, int? batch_size = null, string? dtype = null, bool? sparse = null, bool? ragged = null,
        TensorShape? batch_shape = null, string? name = null, KerasTensor? tensor = null, bool optional = false) =>
        new InputLayer(shape, batch_size, dtype, sparse, ragged, batch_shape, tensor, optional, name).Tensor;
}
