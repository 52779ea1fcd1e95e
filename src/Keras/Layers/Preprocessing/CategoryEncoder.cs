namespace Keras.Layers;

/// <summary>Class numbers as what preprocessing layers give: the numbers, or arrays of which each place stands for a class.</summary>
internal static class CategoryEncoder
{
    /// <summary>Encodes class numbers.</summary>
    /// <param name="inputs">Class numbers, the samples along the first axis.</param>
    /// <param name="mode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</param>
    /// <param name="depth">Number of classes.</param>
    /// <param name="dtype">Element type of the result.</param>
    /// <param name="weights">What each occurrence counts, of the shape of the inputs; 1 where <see langword="null"/>.</param>
    internal static Tensor Encode(Tensor inputs, string mode, int depth, string dtype, Tensor? weights = null)
    {
        if (mode == "int") return Ops.cast(inputs, dtype);
        if (inputs.ndim == 0) inputs = Ops.expand_dims(inputs, -1);
        switch (mode)
        {
            case "multi_hot":
                return Ops.multi_hot(inputs, depth, dtype: dtype);
            case "one_hot":
                // One number a sample needs no axis of its own.
                if (inputs.ndim > 1 && inputs.shape[^1] == 1) inputs = Ops.squeeze(inputs, -1);
                return Ops.one_hot(inputs, depth, dtype: dtype);
            default:
                var places = Ops.one_hot(inputs, depth, dtype: weights?.dtype ?? dtype);
                if (weights is not null) places = Ops.multiply(places, Ops.expand_dims(weights, -1));
                return Ops.sum(places, inputs.ndim > 1 ? 1 : 0);
        }
    }

    /// <summary>Throws where a mode is none of those that a layer knows.</summary>
    internal static void CheckMode(string mode, string layer, params string[] modes)
    {
        if (!modes.Contains(mode))
            throw new ArgumentException($"Unknown value for `output_mode` argument of layer {layer}. Allowed values are: {string.Join(", ", modes.Select(m => $"'{m}'"))}. Received: output_mode='{mode}'.");
    }

    /// <summary>Throws where sparse results are asked for, which the engine does not have.</summary>
    internal static void NoSparse(bool sparse)
    {
        if (sparse) throw new ArgumentException("`sparse=True` can only be used with the TensorFlow backend. Leave the argument out: the result is dense.");
    }
}
