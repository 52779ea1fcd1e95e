namespace Keras.Metrics;

/// <summary>The mean intersection over union of some classes, for one-hot labels.</summary>
[KerasExport("keras.metrics.OneHotIoU")]
public sealed class OneHotIoU : IoU
{
    /// <summary>Makes the metric.</summary>
    /// <param name="num_classes">Number of classes.</param>
    /// <param name="target_class_ids">The classes whose mean is wanted.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the confusion matrix; int32 where <see langword="null"/>.</param>
    /// <param name="ignore_class">A true class that does not count; <see langword="null"/> for none.</param>
    /// <param name="sparse_y_pred">Whether the predictions are class numbers instead of one-hot.</param>
    /// <param name="axis">The axis of the classes in one-hot values.</param>
    public OneHotIoU(int num_classes, int[] target_class_ids, string? name = null, DTypePolicy? dtype = null, int? ignore_class = null, bool sparse_y_pred = false, int axis = -1)
        : base(num_classes, target_class_ids, name, dtype, ignore_class, false, sparse_y_pred, axis)
    {
    }
}
