using Keras.Backend;

namespace Keras.Trainers;

/// <summary>Weights of classes as weights of samples.</summary>
internal static class ClassWeights
{
    /// <summary>The weight of each sample's class; 1 for classes that are not named. Rows of several columns are taken as one-hot.</summary>
    internal static Tensor ToSampleWeights(Tensor y, IReadOnlyDictionary<int, double> weights)
    {
        using var scope = new TensorScope();
        if (y.ndim > 1) y = y.Dims[^1] != 1 ? Kernel.ArgMax(y, y.ndim - 1, false) : Kernel.Squeeze(y, y.ndim - 1);
        var classes = Kernel.ToArray<double>(Ops.cast(y, "float64"));
        var result = new float[classes.Length];
        for (var i = 0; i < classes.Length; i++) result[i] = (float)weights.GetValueOrDefault((int)Math.Round(classes[i]), 1.0);
        return scope.Keep(Kernel.FromArray(result));
    }
}
