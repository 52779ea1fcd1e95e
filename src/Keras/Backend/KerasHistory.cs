namespace Keras.Backend;

/// <summary>Where a symbolic tensor comes from.</summary>
/// <param name="Operation">The operation that makes it.</param>
/// <param name="NodeIndex">Which call of the operation.</param>
/// <param name="TensorIndex">Which of the call's outputs.</param>
internal sealed record KerasHistory(Operation Operation, int NodeIndex, int TensorIndex);
