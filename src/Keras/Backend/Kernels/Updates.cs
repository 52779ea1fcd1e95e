using System.Runtime.InteropServices;
using Keras.Backend.Native;
using Keras.Backend.Native.Updates;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls of optimizers: one pass over all variables, norms of gradients, and numbers that are kept in tensors.</summary>
internal static partial class Kernel
{
    /// <summary>Applies a rule to variables, their gradients and their slots: lists of one length.</summary>
    internal static void Update<TRule>(TRule rule, NativeList variables, NativeList gradients, params ReadOnlySpan<NativeList> slots) where TRule : unmanaged, IUpdateRule
    {
        GradMode.EnsureThread();
        try
        {
            torch.Tensor[] v = variables.Tensors, g = gradients.Tensors;
            switch (slots.Length)
            {
                case 0:
                    FusedUpdate.Step(rule, v, g);
                    break;
                case 1:
                    FusedUpdate.Step(rule, v, g, slots[0].Tensors);
                    break;
                case 2:
                    FusedUpdate.Step(rule, v, g, slots[0].Tensors, slots[1].Tensors);
                    break;
                default:
                    FusedUpdate.Step(rule, v, g, slots[0].Tensors, slots[1].Tensors, slots[2].Tensors);
                    break;
            }
        }
        catch (ExternalException e)
        {
            throw Failed("optimizer", e);
        }
    }

    /// <summary>The sum of the squares of all elements, gathered in float64.</summary>
    internal static double SquaredNorm(Tensor x) => Read("norm", x, static t => SumOfSquares.Of(t));

    /// <summary>(m / correction1) / (√(v / correction2) + epsilon): the direction of Adam.</summary>
    internal static Tensor AdamDirection(Tensor m, Tensor v, double correction1, double correction2, double epsilon) => Run("adam", m, v, (first, second) =>
    {
        using var root = second.div(Scalars.Of(correction2)).sqrt_().add_(Scalars.Of(epsilon), Scalars.One);
        return first.div(Scalars.Of(correction1)).div_(root);
    });

    /// <summary>Whether no element is infinite or NaN.</summary>
    internal static bool IsFinite(Tensor x) => Read("isfinite", x, static t =>
    {
        using var each = t.isfinite();
        using var all = each.all();
        return all.item<bool>();
    });

    /// <summary>The value of a tensor of one element. In ordinary memory it is read without a native call.</summary>
    internal static unsafe double Peek(Tensor x)
    {
        if (x is ScalarTensor s) return s.Value;
        var native = x.T;
        if (TensorInfo.IsOnCpu(native))
        {
            var type = TensorInfo.DType(native);
            if (type == torch.ScalarType.Int32) return Kept(*(int*)TensorInfo.DataPointer(native), native);
            if (type == torch.ScalarType.Float32) return Kept(*(float*)TensorInfo.DataPointer(native), native);
        }
        return Item(x);

        static double Kept(double value, torch.Tensor owner)
        {
            GC.KeepAlive(owner);
            return value;
        }
    }

    /// <summary>Sets a tensor of one element. In ordinary memory it is written without a native call.</summary>
    internal static unsafe void Poke(Tensor x, double value)
    {
        var native = x.T;
        if (TensorInfo.IsOnCpu(native) && TensorInfo.DType(native) is torch.ScalarType.Int32 or torch.ScalarType.Float32)
        {
            if (TensorInfo.DType(native) == torch.ScalarType.Int32) *(int*)TensorInfo.DataPointer(native) = (int)value;
            else *(float*)TensorInfo.DataPointer(native) = (float)value;
            GC.KeepAlive(native);
        }
        else Assign(x, value);
    }
}
