namespace Keras.Losses;

/// <summary>The form of <c>keras.losses.binary_crossentropy</c> and <c>categorical_crossentropy</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
/// <param name="label_smoothing">How far the labels are moved toward the even distribution, from 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor CrossentropyFunction(Tensor y_true, Tensor y_pred, bool from_logits = false, double label_smoothing = 0.0, int axis = -1);

/// <summary>The form of <c>keras.losses.sparse_categorical_crossentropy</c>.</summary>
/// <param name="y_true">Class numbers.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
/// <param name="ignore_class">A class number that does not count; <see langword="null"/> for none.</param>
/// <param name="axis">The axis of the classes.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor SparseCrossentropyFunction(Tensor y_true, Tensor y_pred, bool from_logits = false, int? ignore_class = null, int axis = -1);

/// <summary>The form of <c>keras.losses.binary_focal_crossentropy</c>.</summary>
/// <param name="y_true">True values, 0 or 1.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="apply_class_balancing">Whether the classes are weighed with <paramref name="alpha"/>.</param>
/// <param name="alpha">Weight of class 1; class 0 weighs 1 - alpha.</param>
/// <param name="gamma">Exponent of the focal factor.</param>
/// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
/// <param name="label_smoothing">How far the labels are moved toward 0.5, from 0 to 1.</param>
/// <param name="axis">The axis over which the mean is taken.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor BinaryFocalFunction(Tensor y_true, Tensor y_pred, bool apply_class_balancing = false, double alpha = 0.25, double gamma = 2.0,
    bool from_logits = false, double label_smoothing = 0.0, int axis = -1);

/// <summary>The form of <c>keras.losses.categorical_focal_crossentropy</c>.</summary>
/// <param name="y_true">True values, one-hot.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="alpha">Weight of all classes, or a weight per class; 0.25 where <see langword="null"/>.</param>
/// <param name="gamma">Exponent of the focal factor.</param>
/// <param name="from_logits">Whether the predictions are logits instead of probabilities.</param>
/// <param name="label_smoothing">How far the labels are moved toward the even distribution, from 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor CategoricalFocalFunction(Tensor y_true, Tensor y_pred, Numbers? alpha = null, double gamma = 2.0,
    bool from_logits = false, double label_smoothing = 0.0, int axis = -1);

/// <summary>The form of functions that compare along an axis, such as <c>keras.losses.cosine_similarity</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="axis">The axis along which vectors lie.</param>
/// <returns>A value per vector.</returns>
public delegate Tensor AxisFunction(Tensor y_true, Tensor y_pred, int axis = -1);

/// <summary>The form of <c>keras.losses.huber</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="delta">The error at which the square becomes a straight line.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor HuberFunction(Tensor y_true, Tensor y_pred, double delta = 1.0);

/// <summary>The form of <c>keras.losses.dice</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="axis">Axes to sum over; all where <see langword="null"/>.</param>
/// <returns>A value per remaining element.</returns>
public delegate Tensor DiceFunction(Tensor y_true, Tensor y_pred, Axes? axis = null);

/// <summary>The form of <c>keras.losses.tversky</c>.</summary>
/// <param name="y_true">True values.</param>
/// <param name="y_pred">Predictions.</param>
/// <param name="alpha">Weight of what was missed.</param>
/// <param name="beta">Weight of what was found wrongly.</param>
/// <param name="axis">Axes to sum over; all where <see langword="null"/>.</param>
/// <returns>A value per remaining element.</returns>
public delegate Tensor TverskyFunction(Tensor y_true, Tensor y_pred, double alpha = 0.5, double beta = 0.5, Axes? axis = null);

/// <summary>The form of <c>keras.losses.circle</c>.</summary>
/// <param name="y_true">Class numbers.</param>
/// <param name="y_pred">Embeddings of length 1.</param>
/// <param name="ref_labels">Class numbers of the references; those of the batch where <see langword="null"/>.</param>
/// <param name="ref_embeddings">Embeddings of the references; those of the batch where <see langword="null"/>.</param>
/// <param name="remove_diagonal">Whether a sample is left out as its own reference.</param>
/// <param name="gamma">Scale of the similarities.</param>
/// <param name="margin">Margin of relaxation.</param>
/// <returns>A value per sample.</returns>
public delegate Tensor CircleFunction(Tensor y_true, Tensor y_pred, Tensor? ref_labels = null, Tensor? ref_embeddings = null, bool remove_diagonal = true,
    double gamma = 80, double margin = 0.4);

/// <summary>The form of <c>keras.losses.categorical_generalized_cross_entropy</c>.</summary>
/// <param name="y_true">Class numbers.</param>
/// <param name="y_pred">Probabilities.</param>
/// <param name="q">Between 0 (cross-entropy) and 1 (mean absolute error).</param>
/// <returns>A value per sample.</returns>
public delegate Tensor GeneralizedCrossentropyFunction(Tensor y_true, Tensor y_pred, double q);
