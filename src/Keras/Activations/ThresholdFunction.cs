namespace Keras.Activations;

/// <summary>The type of <c>keras.activations.threshold</c>.</summary>
/// <param name="x">Any tensor.</param>
/// <param name="threshold">The threshold.</param>
/// <param name="default_value">What stands in place of values up to the threshold.</param>
public delegate Tensor ThresholdFunction(Tensor x, double threshold, double default_value);
