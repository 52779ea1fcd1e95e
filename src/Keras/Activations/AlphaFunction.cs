namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.elu</c> and <c>celu</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="alpha">Minus the limit at negative infinity.</param>
public delegate Tensor AlphaFunction(Tensor x, double alpha = 1.0);
