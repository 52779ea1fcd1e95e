namespace Keras;

/// <summary>A function of tensors that <c>ops.vectorize</c> made.</summary>
/// <param name="args">The arguments.</param>
/// <returns>The results, stacked.</returns>
public delegate Tensor VectorizedFunction(params Tensor[] args);
