namespace Keras.Trainers;

/// <summary>Which of binary, sparse categorical and categorical the names "accuracy" and "crossentropy" mean for given shapes.</summary>
internal static class TargetKind
{
    internal static (bool Binary, bool Sparse) Of(Tensor target, Tensor prediction)
    {
        var binary = prediction.shape[^1] == 1;
        var sparse = target.ndim < prediction.ndim || target.ndim > 0 && target.shape[^1] == 1 && prediction.shape[^1] > 1;
        return (binary, sparse);
    }
}
