namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.squareplus</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="b">Smoothness.</param>
public delegate Tensor SquareplusFunction(Tensor x, double b = 4);
