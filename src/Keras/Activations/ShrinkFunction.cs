namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.soft_shrink</c> and <c>hard_shrink</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="threshold">Values within it become 0.</param>
public delegate Tensor ShrinkFunction(Tensor x, double threshold = 0.5);
