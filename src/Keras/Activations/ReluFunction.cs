namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.relu</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="negative_slope">By what values below the threshold are multiplied (their distance from it).</param>
/// <param name="max_value">The ceiling; none where <see langword="null"/>.</param>
/// <param name="threshold">Values up to it become 0.</param>
public delegate Tensor ReluFunction(Tensor x, double negative_slope = 0.0, double? max_value = null, double threshold = 0.0);
