namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.gelu</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="approximate">Whether tanh stands in for the exact probability.</param>
public delegate Tensor GeluFunction(Tensor x, bool approximate = false);
