namespace Keras.Metrics;

/// <summary>The mean intersection over union of all classes.</summary>
[KerasExport("keras.metrics.MeanIoU")]
public class MeanIoU : IoU
{
    /// <summary>Makes the metric.</summary>
    /// <param name="num_classes">Number of classes.</param>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the confusion matrix; int32 where <see langword="null"/>.</param>
    /// <param name="ignore_class">A true class that does not count; <see langword="null"/> for none.</param>
    /// <param name="sparse_y_true">Whether the labels are class numbers instead of one-hot.</param>
    /// <param name="sparse_y_pred">Whether the predictions are class numbers instead of one-hot.</param>
    /// <param name="axis">The axis of the classes in one-hot values.</param>
    public MeanIoU(int num_classes, string? name = null, DTypePolicy? dtype = null, int? ignore_class = null,
        bool sparse_y_true = true, bool sparse_y_pred = true, int axis = -1)
        : base(num_classes, [.. Enumerable.Range(0, num_classes)], name, dtype, ignore_class, sparse_y_true, sparse_y_pred, axis)
    {
    }
}
