namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.softmax</c> and <c>log_softmax</c>.</summary>
/// <param name="x">Any tensor of floats.</param>
/// <param name="axis">The axis or axes; the last one where <see langword="null"/>.</param>
public delegate Tensor SoftmaxFunction(Tensor x, Axes? axis = null);
