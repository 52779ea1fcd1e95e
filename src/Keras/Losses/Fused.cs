using Keras.Backend;

namespace Keras.Losses;

/// <summary>Means over whole batches in one native call or a few, for eager values of plain form.</summary>
internal static class Fused
{
    /// <summary>Runs a kernel that takes true values and predictions of one shape; <see langword="null"/> where they have not that form, or not the values.</summary>
    internal static Tensor? Mean(Tensor y_true, Tensor y_pred, Func<Tensor, Tensor, Tensor> kernel)
    {
        if (!IsPlain(y_true) || !IsPlain(y_pred) || y_true.dtype != y_pred.dtype || !IsFused(y_pred.dtype)) return null;
        (y_true, y_pred) = LossReduction.SameRank(y_true, y_pred);
        if (y_pred.ndim == 0 || y_pred.size == 0 || !y_true.Dims.AsSpan().SequenceEqual(y_pred.Dims)) return null;
        return Attempt(() => kernel(y_true, y_pred));
    }

    /// <summary>The mean cross-entropy of class numbers, the classes on the last axis.</summary>
    internal static Tensor? SparseMean(Tensor y_true, Tensor y_pred, bool fromLogits)
    {
        if (!IsPlain(y_true) || !IsPlain(y_pred) || !IsFused(y_pred.dtype) || y_pred.ndim < 2 || y_pred.size == 0) return null;
        long[] labels = y_true.Dims, dims = y_pred.Dims;
        if (labels.Length == dims.Length && labels[^1] == 1) labels = labels[..^1];
        if (!labels.AsSpan().SequenceEqual(dims.AsSpan(0, dims.Length - 1))) return null;
        return Attempt(() => fromLogits ? Kernel.MeanSparseCrossentropyOfLogits(y_true, y_pred) : Kernel.MeanSparseCrossentropy(y_true, y_pred));
    }

    private static Tensor? Attempt(Func<Tensor> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException)
        {
            // A NaN among probabilities, or a label outside the classes: the way value by value knows what is allowed, and reports the rest.
            return null;
        }
    }

    // float64 goes value by value, because Keras's operations narrow it on the way.
    private static bool IsFused(string dtype) => dtype is "float32" or "float16" or "bfloat16";

    private static bool IsPlain(Tensor x) => x is not (KerasTensor or TensorList or TensorDict or ScalarTensor);
}
