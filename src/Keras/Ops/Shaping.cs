using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="newshape">The new shape; one dimension may be -1 and is found from the number of elements.</param>
    [KerasExport("keras.ops.reshape", "keras.ops.numpy.reshape")]
    public static Tensor reshape(Tensor x, TensorShape newshape)
    {
        // An unknown dimension means the same as -1.
        var dims = newshape.Select(d => (long)(d ?? -1)).ToArray();
        return Unary("Reshape", x, t => Kernel.Reshape(Strong(t), dims), new() { ["newshape"] = dims.Select(d => (object?)d).ToList() });
    }

    internal static Tensor squeeze(Tensor x, int axis) => Unary("Squeeze", x, t => Kernel.Squeeze(t, axis), new() { ["axis"] = axis });

    internal static Tensor expand_dims(Tensor x, int axis) => Unary("ExpandDims", x, t => Kernel.Unsqueeze(t, axis), new() { ["axis"] = axis });

    internal static Tensor GetIndex(Tensor x, int index)
    {
        if (x is TensorList list) return list[index];
        return Unary("GetItem", x, t => Kernel.Select(t, 0, index), new() { ["key"] = index });
    }
}
