using Keras.Backend;
using Keras.Utils;

namespace Keras.Losses;

public static partial class LossFunctions
{
    /// <summary>Sum of <c>y_true * log(y_true / y_pred)</c>; both are clipped to epsilon and 1.</summary>
    [KerasExport("keras.losses.kl_divergence", "keras.metrics.kl_divergence",
        "keras.losses.kld", "keras.losses.KLD", "keras.losses.kullback_leibler_divergence",
        "keras.metrics.kld", "keras.metrics.KLD", "keras.metrics.kullback_leibler_divergence")]
    public static Func<Tensor, Tensor, Tensor> kl_divergence { get; } = KlDivergence;

    /// <summary>Mean of <c>y_pred - y_true * log(y_pred + epsilon)</c>.</summary>
    [KerasExport("keras.losses.poisson", "keras.metrics.poisson")]
    public static Func<Tensor, Tensor, Tensor> poisson { get; } = Poisson;

    /// <summary>Cross-entropy of labels 0 and 1, the mean over an axis.</summary>
    [KerasExport("keras.losses.binary_crossentropy", "keras.metrics.binary_crossentropy")]
    public static CrossentropyFunction binary_crossentropy { get; } = BinaryCrossentropy;

    /// <summary>Cross-entropy of labels 0 and 1 in which well predicted samples count less.</summary>
    [KerasExport("keras.losses.binary_focal_crossentropy", "keras.metrics.binary_focal_crossentropy")]
    public static BinaryFocalFunction binary_focal_crossentropy { get; } = BinaryFocalCrossentropy;

    /// <summary>Cross-entropy of one-hot labels, or of distributions.</summary>
    [KerasExport("keras.losses.categorical_crossentropy", "keras.metrics.categorical_crossentropy")]
    public static CrossentropyFunction categorical_crossentropy { get; } = CategoricalCrossentropy;

    /// <summary>Cross-entropy of one-hot labels in which well predicted samples count less.</summary>
    [KerasExport("keras.losses.categorical_focal_crossentropy", "keras.metrics.categorical_focal_crossentropy")]
    public static CategoricalFocalFunction categorical_focal_crossentropy { get; } = CategoricalFocalCrossentropy;

    /// <summary>Cross-entropy of class numbers.</summary>
    [KerasExport("keras.losses.sparse_categorical_crossentropy", "keras.metrics.sparse_categorical_crossentropy")]
    public static SparseCrossentropyFunction sparse_categorical_crossentropy { get; } = SparseCategoricalCrossentropy;

    /// <summary>A cross-entropy that stands wrong labels: <c>(1 - p ^ q) / q</c> with the probability of the true class, p.</summary>
    [KerasExport("keras.losses.categorical_generalized_cross_entropy")]
    public static GeneralizedCrossentropyFunction categorical_generalized_cross_entropy { get; } = CategoricalGeneralizedCrossEntropy;

    /// <summary>Connectionist temporal classification: sequences of labels without alignment. Class 0 is the blank, and pads the labels.</summary>
    [KerasExport("keras.losses.ctc")]
    public static Func<Tensor, Tensor, Tensor> ctc { get; } = Ctc;

    internal static Tensor KlDivergence(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        y_true = Ops.clip(y_true, KerasConfig.epsilon(), 1.0);
        y_pred = Ops.clip(y_pred, KerasConfig.epsilon(), 1.0);
        return Ops.sum(Ops.multiply(y_true, Ops.log(Ops.divide(y_true, y_pred))), -1);
    }

    internal static Tensor Poisson(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        return Ops.mean(Ops.subtract(y_pred, Ops.multiply(y_true, Ops.log(Ops.add(y_pred, KerasConfig.epsilon())))), -1);
    }

    internal static Tensor BinaryCrossentropy(Tensor y_true, Tensor y_pred, bool from_logits = false, double label_smoothing = 0.0, int axis = -1)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        return Ops.mean(Ops.binary_crossentropy(SmoothBinary(y_true, label_smoothing), y_pred, from_logits), axis);
    }

    internal static Tensor SmoothBinary(Tensor y_true, double smoothing) =>
        smoothing == 0 ? y_true : Ops.add(Ops.multiply(y_true, 1.0 - smoothing), 0.5 * smoothing);

    internal static Tensor BinaryFocalCrossentropy(Tensor y_true, Tensor y_pred, bool apply_class_balancing = false, double alpha = 0.25, double gamma = 2.0,
        bool from_logits = false, double label_smoothing = 0.0, int axis = -1)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        y_true = SmoothBinary(y_true, label_smoothing);
        if (from_logits) y_pred = Ops.sigmoid(y_pred);
        // 1. The cross-entropy.
        var values = Ops.binary_crossentropy(y_true, y_pred, false);
        // 2. The focal factor, from the probability of the true class.
        var other = Ops.subtract(1.0, y_true);
        var p = Ops.add(Ops.multiply(y_true, y_pred), Ops.multiply(other, Ops.subtract(1.0, y_pred)));
        values = Ops.multiply(Ops.power(Ops.subtract(1.0, p), gamma), values);
        // 3. The weights of the classes.
        if (apply_class_balancing) values = Ops.multiply(Ops.add(Ops.multiply(y_true, alpha), Ops.multiply(other, 1.0 - alpha)), values);
        return Ops.mean(values, axis);
    }

    internal static Tensor CategoricalCrossentropy(Tensor y_true, Tensor y_pred, bool from_logits = false, double label_smoothing = 0.0, int axis = -1)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        WarnOfOneClass("categorical_crossentropy", y_pred);
        return Ops.categorical_crossentropy(SmoothCategorical(y_true, label_smoothing), y_pred, from_logits, axis);
    }

    internal static Tensor SmoothCategorical(Tensor y_true, double smoothing)
    {
        if (smoothing == 0) return y_true;
        var classes = y_true.shape[^1] ?? throw new ArgumentException($"label_smoothing needs a known number of classes, the last dimension of y_true. Received: shape {y_true.shape}.");
        return Ops.add(Ops.multiply(y_true, 1.0 - smoothing), smoothing / classes);
    }

    internal static void WarnOfOneClass(string function, Tensor y_pred)
    {
        if (y_pred.ndim > 0 && (y_pred is KerasTensor ? y_pred.shape[^1] == 1 : y_pred.Dims[^1] == 1))
            IoUtils.WarnOnce($"In loss {function}, expected y_pred.shape to be (batch_size, num_classes) with num_classes > 1. Received: y_pred.shape={y_pred.shape}. Consider using 'binary_crossentropy' if you only have 2 classes.");
    }

    internal static Tensor CategoricalFocalCrossentropy(Tensor y_true, Tensor y_pred, Numbers? alpha = null, double gamma = 2.0,
        bool from_logits = false, double label_smoothing = 0.0, int axis = -1)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        WarnOfOneClass("categorical_focal_crossentropy", y_pred);
        y_true = SmoothCategorical(y_true, label_smoothing);
        if (from_logits) y_pred = Ops.softmax(y_pred, axis);
        // 1. Probabilities that sum to 1.
        var p = Ops.divide(y_pred, Ops.sum(y_pred, axis, keepdims: true));
        p = Ops.clip(p, KerasConfig.epsilon(), 1.0 - KerasConfig.epsilon());
        // 2. The cross-entropy, the focal factor and the weights of the classes.
        var values = Ops.negative(Ops.multiply(y_true, Ops.log(p)));
        var weights = alpha ?? 0.25;
        Tensor weight = weights.IsSingle ? weights.ToArray()[0] : Ops.cast(weights.ToArray(), p.dtype);
        var factor = Ops.multiply(Ops.power(Ops.subtract(1.0, p), gamma), weight);
        return Ops.sum(Ops.multiply(factor, values), axis);
    }

    internal static Tensor SparseCategoricalCrossentropy(Tensor y_true, Tensor y_pred, bool from_logits = false, int? ignore_class = null, int axis = -1)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        y_true = Ops.convert_to_tensor(y_true);
        if (y_true.ndim == y_pred.ndim && y_true.shape[Axes.Normalize(axis, y_true.ndim)] == 1) y_true = Ops.squeeze(y_true, axis);
        if (ignore_class is null) return Ops.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis);
        // The ignored class is computed as class 0 on zeros, which has no gradient, then left out.
        var valid = Ops.not_equal(y_true, ignore_class.Value);
        var values = Ops.sparse_categorical_crossentropy(
            Ops.where(valid, y_true, 0), Ops.where(Ops.expand_dims(valid, axis), y_pred, 0.0), from_logits, axis);
        values = Ops.where(valid, values, 0.0);
        values.KerasMask = valid;
        return values;
    }

    internal static Tensor CategoricalGeneralizedCrossEntropy(Tensor y_true, Tensor y_pred, double q)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        var classes = y_pred.shape[^1] ?? throw new ArgumentException($"categorical_generalized_cross_entropy needs a known number of classes, the last dimension of y_pred. Received: shape {y_pred.shape}.");
        var truth = Ops.one_hot(Ops.cast(y_true, "int32"), classes, dtype: y_pred.dtype);
        var p = Ops.sum(Ops.multiply(y_pred, truth), -1);
        return Ops.divide(Ops.subtract(1.0, Ops.power(p, q)), q);
    }

    internal static Tensor Ctc(Tensor y_true, Tensor y_pred)
    {
        y_true = Ops.convert_to_tensor(y_true);
        y_pred = Ops.convert_to_tensor(y_pred);
        if (y_true.ndim != 2)
            throw new ArgumentException($"Targets `y_true` are expected to be a tensor of shape `(batch_size, max_length)` in integer format. Received: y_true.shape={y_true.shape}");
        if (y_pred.ndim != 3)
            throw new ArgumentException($"Logits `y_pred` are expected to be a tensor of shape `(batch_size, max_length, num_classes)`. Received: y_pred.shape={y_pred.shape}");
        const int blank = 0;
        var labelLengths = Ops.sum(Ops.cast(Ops.not_equal(y_true, blank), "int32"), -1);
        // As long as the predictions. Where the shape is not known yet, a one is counted for each step.
        var inputLengths = y_pred is KerasTensor
            ? Ops.cast(Ops.sum(Ops.ones_like(Ops.max(y_pred, -1)), -1), "int32")
            : Ops.full((int)y_pred.Dims[0], (int)y_pred.Dims[1], "int32");
        return Ops.ctc_loss(y_true, y_pred, labelLengths, inputLengths, blank);
    }
}
