using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The tensor in another dtype; the tensor itself where it has that dtype already.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dtype">Element type wanted.</param>
    [KerasExport("keras.ops.cast")]
    public static Tensor cast(Tensor x, string dtype)
    {
        dtype = DTypes.Standardize(dtype);
        if (x is KerasTensor k) return Symbolic.RecordSpec("Cast", [x], a => cast(a[0], dtype), new() { ["dtype"] = dtype }, new KerasTensor(k.shape, dtype));
        return x.dtype == dtype && x is not ScalarTensor ? x : Kernel.Cast(x, dtype);
    }

    /// <summary>An array, a number or a tensor as a tensor.</summary>
    /// <param name="x">What to convert.</param>
    /// <param name="dtype">Element type; that of the value where <see langword="null"/>.</param>
    /// <param name="sparse">Kept for Keras's signature; tensors are dense here.</param>
    /// <param name="ragged">Kept for Keras's signature; tensors are not ragged here.</param>
    /// <exception cref="ArgumentException">A sparse or ragged tensor was asked for.</exception>
    [KerasExport("keras.ops.convert_to_tensor")]
    public static Tensor convert_to_tensor(Tensor x, string? dtype = null, bool? sparse = null, bool? ragged = null)
    {
        if (sparse == true || ragged == true) throw new ArgumentException("convert_to_tensor: tensors are dense here. Received: sparse=True or ragged=True; leave the argument out.");
        if (x is TensorList list) x = stack(list);
        return dtype is null ? Strong(x) : cast(x, dtype);
    }

    /// <summary>The tensor with its gradient cut off.</summary>
    /// <param name="variable">Any tensor.</param>
    [KerasExport("keras.ops.stop_gradient")]
    public static Tensor stop_gradient(Tensor variable) => Unary("StopGradient", variable, static t => Kernel.Detach(Strong(t)));
}
