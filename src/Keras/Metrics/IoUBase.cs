using Keras.Backend;
using Keras.Utils;

namespace Keras.Metrics;

/// <summary>A confusion matrix of classes, for the metrics of intersection over union.</summary>
public abstract class IoUBase : Metric
{
    private protected IoUBase(int num_classes, string? name, DTypePolicy? dtype, int? ignore_class, bool sparse_y_true, bool sparse_y_pred, int axis) : base(dtype ?? "int32", name)
    {
        this.num_classes = num_classes;
        this.ignore_class = ignore_class;
        this.sparse_y_true = sparse_y_true;
        this.sparse_y_pred = sparse_y_pred;
        this.axis = axis;
        Direction = "up";
        total_cm = add_variable((num_classes, num_classes), null, this.dtype, name: "total_confusion_matrix");
    }

    /// <summary>Number of classes.</summary>
    public int num_classes { get; }

    /// <summary>A class number that does not count; <see langword="null"/> for none.</summary>
    public int? ignore_class { get; }

    /// <summary>Whether the labels are class numbers instead of one-hot.</summary>
    public bool sparse_y_true { get; }

    /// <summary>Whether the predictions are class numbers instead of one-hot.</summary>
    public bool sparse_y_pred { get; }

    /// <summary>The axis of the classes in one-hot values.</summary>
    public int axis { get; }

    /// <summary>The confusion matrix: rows are true classes, columns predicted ones.</summary>
    public Variable total_cm { get; }

    /// <summary>Gathers a batch.</summary>
    /// <param name="y_true">True classes.</param>
    /// <param name="y_pred">Predicted classes.</param>
    /// <param name="sample_weight">Weights, brought to the dtype of the metric, which is int32 unless said; <see langword="null"/> for 1.</param>
    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        // 1. Class numbers, flat.
        if (!sparse_y_true) y_true = Ops.argmax(y_true, axis);
        if (!sparse_y_pred) y_pred = Ops.argmax(y_pred, axis);
        y_true = Ops.reshape(Ops.cast(y_true, dtype), -1);
        y_pred = Ops.reshape(Ops.cast(y_pred, dtype), -1);
        if (y_true.size != y_pred.size)
            throw new ArgumentException($"The metric '{name}' received {y_true.size} true and {y_pred.size} predicted classes; there must be as many of both.");
        // 2. Weights of that dtype. Classes out of range and the ignored one weigh nothing.
        if (sample_weight is not (null or ScalarTensor) && DTypes.IsFloat(sample_weight.dtype) && DTypes.IsInt(dtype))
            IoUtils.WarnOnce("You are passing weight as `float`, but dtype is `int`. This may result in an incorrect weight due to type casting. Consider using integer weights.");
        var weights = Ops.cast(sample_weight ?? 1, dtype);
        if (weights.ndim > 1) weights = Ops.reshape(weights, -1);
        weights = Ops.broadcast_to(weights, y_true.shape);
        var counts = Ops.logical_and(InRange(y_true), InRange(y_pred));
        if (ignore_class is { } ignored) counts = Ops.logical_and(counts, Ops.not_equal(y_true, ignored));
        weights = Ops.where(counts, weights, 0);
        // 3. One sum per pair of classes.
        var place = Ops.add(Ops.multiply(Ops.where(counts, y_true, 0), num_classes), Ops.where(counts, y_pred, 0));
        total_cm.assign_add(Kernel.Histogram(Kernel.Cast(place, "int64"), Ops.cast(weights, dtype), num_classes, num_classes));

        Tensor InRange(Tensor classes) => Ops.logical_and(Ops.greater_equal(classes, 0), Ops.less(classes, num_classes));
    }
}
