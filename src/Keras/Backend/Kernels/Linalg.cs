using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of linear algebra.</summary>
internal static partial class Kernel
{
    /// <summary>A norm of a number as its order: of vectors along one axis, of matrices along two.</summary>
    internal static Tensor Norm(Tensor x, double order, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, order, axes, keepdims));

    /// <summary>A norm of a matrix by name, <c>fro</c> or <c>nuc</c>.</summary>
    internal static Tensor Norm(Tensor x, string order, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, order, axes, keepdims));

    /// <summary>The root of the sum of squares.</summary>
    internal static Tensor Norm(Tensor x, long[]? axes, bool keepdims) => Run("norm", x, t => torch.linalg.norm(t, axes, keepdims));
}
