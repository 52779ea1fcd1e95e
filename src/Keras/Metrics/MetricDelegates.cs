namespace Keras.Metrics;

/// <summary>The form of <c>keras.metrics.binary_accuracy</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="threshold">Above it a prediction counts as 1.</param>
/// <returns>1 where they match, else 0.</returns>
public delegate Tensor ThresholdFunction(Tensor y_true, Tensor y_pred, double threshold = 0.5);

/// <summary>The form of <c>keras.metrics.top_k_categorical_accuracy</c>.</summary>
/// <param name="y_true">True values, one-hot.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="k">How many of the highest predictions may match.</param>
/// <returns>1 where one matches, else 0.</returns>
public delegate Tensor TopKFunction(Tensor y_true, Tensor y_pred, int k = 5);

/// <summary>The form of <c>keras.metrics.sparse_top_k_categorical_accuracy</c>.</summary>
/// <param name="y_true">Class numbers.</param>
/// <param name="y_pred">Predictions, or class numbers sorted by score.</param>
/// <param name="k">How many of the highest predictions may match.</param>
/// <param name="from_sorted_ids">Whether the predictions are class numbers sorted by score.</param>
/// <returns>1 where one matches, else 0.</returns>
public delegate Tensor SparseTopKFunction(Tensor y_true, Tensor y_pred, int k = 5, bool from_sorted_ids = false);
