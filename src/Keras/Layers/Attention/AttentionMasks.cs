using Keras.Backend;

namespace Keras.Layers;

/// <summary>Which keys a query may see by their places.</summary>
internal static class AttentionMasks
{
    /// <summary>Those up to the query's own place, (1, queries, keys).</summary>
    internal static Tensor Causal(int queries, int keys) => Kernel.Unsqueeze(Kernel.Tril(Kernel.Ones([queries, keys], "bool"), 0), 0);

    /// <summary>Those less than <paramref name="window"/> places away, (1, queries, keys).</summary>
    internal static Tensor SlidingWindow(int queries, int keys, int window)
    {
        var distance = Ops.subtract(Ops.reshape(Ops.arange(queries, dtype: "int32"), (1, queries, 1)), Ops.reshape(Ops.arange(keys, dtype: "int32"), (1, 1, keys)));
        return Ops.less(Ops.abs(distance), window);
    }
}
