using Keras.Backend;

namespace Keras;

/// <summary>Functions that are computed again in the backward pass (keras/src/backend/common/remat.py).</summary>
/// <remarks>
/// What such a function computes on the way is not kept for its gradient. Gradients reach all that it reads, also the variables and tensors that it
/// captures. The second time it draws the same random numbers and changes no variable. Tensors that it makes and stores elsewhere are freed when it returns.
/// </remarks>
public static class Remat
{
    /// <summary>The same function, computed again in the backward pass in place of keeping what it computes on the way.</summary>
    /// <param name="f">A function of one tensor.</param>
    [KerasExport("keras.remat")]
    public static Func<Tensor, Tensor> remat(Func<Tensor, Tensor> f) => x => Rematerialization.Run(() => f(x));

    /// <summary>The same function of two tensors, computed again in the backward pass.</summary>
    /// <param name="f">A function of two tensors.</param>
    [KerasExport("keras.remat")]
    public static Func<Tensor, Tensor, Tensor> remat(Func<Tensor, Tensor, Tensor> f) => (x, y) => Rematerialization.Run(() => f(x, y));

    /// <summary>The same function of three tensors, computed again in the backward pass.</summary>
    /// <param name="f">A function of three tensors.</param>
    [KerasExport("keras.remat")]
    public static Func<Tensor, Tensor, Tensor, Tensor> remat(Func<Tensor, Tensor, Tensor, Tensor> f) => (x, y, z) => Rematerialization.Run(() => f(x, y, z));

    /// <summary>A layer as a function that is computed again in the backward pass.</summary>
    /// <param name="f">A layer or a model.</param>
    [KerasExport("keras.remat")]
    public static Func<Tensor, Tensor> remat(Layer f) => x => Rematerialization.Run(() => f.Apply(x));
}
