using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls on the values of variables, in place and outside the gradient graph.</summary>
internal static partial class Kernel
{
    /// <summary>A row-major copy that shares nothing with the original: the memory of a variable.</summary>
    internal static Tensor Leaf(Tensor x, string dtype) => Run("variable", x, t =>
    {
        using var detached = t.detach();
        using var converted = detached.to(DTypes.Native(dtype), copy: true);
        return converted.contiguous();
    });

    /// <summary>A copy of the same shape and values whose memory holds the axes in another order, the first of them outermost.</summary>
    internal static Tensor Arranged(Tensor x, long[] order) => Run("arrange", x, t =>
    {
        using var detached = t.detach();
        using var permuted = detached.permute(order);
        using var ordered = permuted.contiguous();
        return ordered.permute(Inverse(order));
    });

    /// <summary>Memory without values whose axes lie in another order.</summary>
    internal static Tensor EmptyArranged(long[] shape, long[] order, string dtype) => Make("empty", () =>
    {
        using var ordered = torch.empty([.. order.Select(axis => shape[axis])], DTypes.Native(dtype));
        return ordered.permute(Inverse(order));
    });

    private static long[] Inverse(long[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => (long)Array.IndexOf(order, axis))];

    internal static void RequireGrad(Tensor leaf, bool on) => Read("requires_grad", leaf, t =>
    {
        if (t.is_floating_point()) t.requires_grad = on;
        return 0;
    });

    internal static void Assign(Tensor target, Tensor value)
    {
        using var off = GradMode.Off();
        if (value is ScalarTensor s) Read("assign", target, t => { t.fill_(s.Native); return 0; });
        else Do("assign", target, value, static (t, v) =>
        {
            if (t.shape.AsSpan().SequenceEqual(v.shape)) t.copy_(v);
            else
            {
                using var shaped = v.reshape(t.shape);
                t.copy_(shaped);
            }
        });
    }

    internal static void AssignAdd(Tensor target, Tensor value, double factor)
    {
        using var off = GradMode.Off();
        if (value is ScalarTensor s)
        {
            var amount = s.Value * factor;
            Read("assign_add", target, t => { t.add_(Plain(amount), Scalars.IntOne); return 0; });
        }
        else Do("assign_add", target, value, (t, v) => t.add_(v, Plain(factor)));
    }

    /// <summary>A whole number as an integer, which tensors of every dtype take.</summary>
    private static Scalar Plain(double number) => number == Math.Truncate(number) && Math.Abs(number) < 1L << 53 ? Scalars.Of((long)number) : Scalars.Of(number);

    /// <summary>Where the values of a row-major tensor begin. The caller keeps the tensor alive.</summary>
    internal static nint DataPointer(Tensor x) => Read("data", x, static t =>
    {
        if (!TensorInfo.IsContiguous(t)) throw new InvalidOperationException("The values of this tensor do not lie in the order of its axes; take a row-major copy first.");
        unsafe
        {
            return (nint)TensorInfo.DataPointer(t);
        }
    });

    /// <summary>Where the values of a tensor begin whose memory holds the axes in an order; 0 where they do not lie so. The caller keeps the tensor alive.</summary>
    internal static nint ArrangedPointer(Tensor x, long[] order) => Read("data", x, t =>
    {
        using var permuted = t.permute(order);
        unsafe
        {
            return TensorInfo.IsContiguous(permuted) ? (nint)TensorInfo.DataPointer(t) : 0;
        }
    });
}
