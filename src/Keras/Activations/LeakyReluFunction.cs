namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.leaky_relu</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="negative_slope">By what values below zero are multiplied.</param>
public delegate Tensor LeakyReluFunction(Tensor x, double negative_slope = 0.2);
