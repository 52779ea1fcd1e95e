using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The mean intersection over union of some classes: tp / (tp + fp + fn). A class that is in neither labels nor predictions does not count.</summary>
[KerasExport("keras.metrics.IoU")]
public class IoU : IoUBase
{
    /// <summary>Makes the metric.</summary>
    /// <param name="num_classes">Number of classes.</param>
    /// <param name="target_class_ids">The classes whose mean is wanted.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the confusion matrix; int32 where <see langword="null"/>.</param>
    /// <param name="ignore_class">A true class that does not count; <see langword="null"/> for none.</param>
    /// <param name="sparse_y_true">Whether the labels are class numbers instead of one-hot.</param>
    /// <param name="sparse_y_pred">Whether the predictions are class numbers instead of one-hot.</param>
    /// <param name="axis">The axis of the classes in one-hot values.</param>
    /// <exception cref="ArgumentException">A target class is out of range.</exception>
    public IoU(int num_classes, int[] target_class_ids, string? name = null, DTypePolicy? dtype = null, int? ignore_class = null,
        bool sparse_y_true = true, bool sparse_y_pred = true, int axis = -1)
        : base(num_classes, name, dtype, ignore_class, sparse_y_true, sparse_y_pred, axis)
    {
        if (target_class_ids.Length == 0 || target_class_ids.Max() >= num_classes)
            throw new ArgumentException($"Target class id {(target_class_ids.Length == 0 ? "none" : target_class_ids.Max())} is out of range, which is [0, {num_classes}).");
        this.target_class_ids = [.. target_class_ids];
    }

    /// <summary>The classes whose mean is wanted.</summary>
    public int[] target_class_ids { get; }

    /// <inheritdoc/>
    public override Tensor result()
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        var matrix = total_cm.Raw;
        // 1. The two sums around each class hold its true positives twice.
        var found = Kernel.Diagonal(matrix);
        var union = Ops.subtract(Ops.add(Ops.sum(matrix, 0), Ops.sum(matrix, 1)), found);
        // 2. The classes wanted.
        var wanted = Ops.cast(target_class_ids, "int64");
        union = Ops.cast(Kernel.IndexSelect(union, 0, wanted), "float32");
        found = Ops.cast(Kernel.IndexSelect(found, 0, wanted), "float32");
        // 3. The mean of those that occur.
        var occurs = Ops.greater(union, 1e-9);
        var iou = Ops.where(occurs, Ops.divide(found, Ops.add(union, KerasConfig.epsilon())), 0.0);
        return scope.Keep(Ops.divide(Ops.sum(iou), Ops.add(Ops.sum(Ops.cast(occurs, "float32")), KerasConfig.epsilon())));
    }
}
