using Keras.Backend.Native;

namespace Keras.Backend;

/// <summary>Native calls that layers need beyond the operations.</summary>
internal static partial class Kernel
{
    /// <summary>target = momentum · target + (1 − momentum) · value, in place and outside the gradient graph.</summary>
    internal static void MovingAverage(Tensor target, Tensor value, double momentum)
    {
        using var off = GradMode.Off();
        Do("moving_average", target, value, (t, v) =>
        {
            t.mul_(Scalars.Of(momentum));
            t.add_(v, Scalars.Of(1 - momentum));
        });
    }

    /// <summary>Repeats every element along axes that follow each other: one copy, whose gradient is one sum.</summary>
    internal static Tensor UpsampleNearest(Tensor x, int first, int[] factors) => Run("upsample", x, t =>
    {
        // (…, n, …) is seen as (…, n, 1, …), stretched to (…, n, factor, …) and copied as (…, n · factor, …).
        var dims = t.shape;
        var open = new List<long>(dims[..first]);
        var wide = new List<long>(dims[..first]);
        var shape = (long[])dims.Clone();
        for (var i = first; i < dims.Length; i++)
        {
            var factor = i - first < factors.Length ? factors[i - first] : 1;
            open.Add(dims[i]);
            wide.Add(dims[i]);
            shape[i] *= factor;
            if (factor == 1) continue;
            open.Add(1);
            wide.Add(factor);
        }
        using var opened = t.reshape([.. open]);
        using var expanded = opened.expand([.. wide]);
        return expanded.reshape(shape);
    });
}
