using Keras.Backend;

namespace Keras.Regularizers;

/// <summary>The two sums of which penalties are made, each times its factor in the dtype of the values.</summary>
internal static class Penalties
{
    internal static Tensor AbsoluteSum(double factor, Tensor x) => Times(factor, Kernel.SumAll(Kernel.Abs(x)));

    internal static Tensor SquareSum(double factor, Tensor x) => Times(factor, Kernel.SumAll(Kernel.Square(x)));

    // In a half type the factor is rounded to it first, as in Keras; for the others the engine rounds alike.
    private static Tensor Times(double factor, Tensor sum)
    {
        var number = new ScalarTensor(factor);
        return Kernel.Mul(sum, sum.dtype is "float16" or "bfloat16" ? number.ToTensor(sum.dtype) : number);
    }
}
