namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.glu</c> and <c>sparsemax</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="axis">The axis.</param>
public delegate Tensor AxisFunction(Tensor x, int axis = -1);
