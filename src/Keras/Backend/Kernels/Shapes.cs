using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls that make, reshape, cut and join tensors.</summary>
internal static partial class Kernel
{
    internal static readonly torch.Device Meta = new(DeviceType.META);

    internal static Tensor Zeros(long[] shape, string dtype) => Make("zeros", () => torch.zeros(shape, DTypes.Native(dtype)));

    internal static Tensor Ones(long[] shape, string dtype) => Make("ones", () => torch.ones(shape, DTypes.Native(dtype)));

    internal static Tensor Empty(long[] shape, string dtype) => Make("empty", () => torch.empty(shape, DTypes.Native(dtype)));

    internal static Tensor Full(long[] shape, double value, string dtype) => Make("full", () => torch.full(shape, Scalars.Of(value), DTypes.Native(dtype)));

    internal static Tensor Full(long[] shape, ScalarTensor value, string dtype) => Make("full", () => torch.full(shape, value.Native, DTypes.Native(dtype)));

    internal static Tensor ZerosLike(Tensor x, string dtype) => Run("zeros_like", x, t => t.zeros_like(DTypes.Native(dtype)));

    internal static Tensor OnesLike(Tensor x, string dtype) => Run("ones_like", x, t => t.ones_like(DTypes.Native(dtype)));

    internal static Tensor EmptyLike(Tensor x, string dtype) => Run("empty_like", x, t => t.empty_like(DTypes.Native(dtype)));

    internal static Tensor FullLike(Tensor x, ScalarTensor value, string dtype) => Run("full_like", x, t => t.full_like(value.Native, DTypes.Native(dtype)));

    internal static Tensor Eye(long rows, long columns, string dtype) => Make("eye", () => torch.eye(rows, columns, DTypes.Native(dtype)));

    internal static Tensor Arange(double start, double stop, double step, string dtype) =>
        Make("arange", () => torch.arange(Scalars.Of(start), Scalars.Of(stop), Scalars.Of(step), DTypes.Native(dtype)));

    internal static Tensor Arange(long start, long stop, long step, string dtype) =>
        Make("arange", () => torch.arange(Scalars.Of(start), Scalars.Of(stop), Scalars.Of(step), DTypes.Native(dtype)));

    /// <summary>A tensor without values, for the inference of shapes.</summary>
    internal static Tensor OnMeta(long[] shape, string dtype) => Make("meta", () => torch.empty(shape, DTypes.Native(dtype), Meta));

    internal static bool IsMeta(Tensor x) => Read("device", x, static t => t.device_type == DeviceType.META);

    internal static Tensor Cast(Tensor x, string dtype)
    {
        if (x is ScalarTensor s) return s.ToTensor(dtype);
        return Run("cast", x, t => t.to(DTypes.Native(dtype), copy: true));
    }

    internal static Tensor Clone(Tensor x) => Run("copy", x, static t => t.clone());

    /// <summary>The tensor in row-major order; a new wrapper of the same memory where it is so already.</summary>
    internal static Tensor Contiguous(Tensor x) => Run("contiguous", x, static t => t.is_contiguous() ? t.alias() : t.contiguous());

    internal static bool IsContiguous(Tensor x) => Read("is_contiguous", x, static t => t.is_contiguous());

    internal static Tensor Reshape(Tensor x, params long[] shape) => Run("reshape", x, t => t.reshape(shape));

    internal static Tensor Permute(Tensor x, params long[] axes) => Run("transpose", x, t => t.permute(axes));

    internal static Tensor Squeeze(Tensor x, long axis) => Run("squeeze", x, t => t.squeeze(axis));

    internal static Tensor Unsqueeze(Tensor x, long axis) => Run("expand_dims", x, t => t.unsqueeze(axis));

    internal static Tensor Expand(Tensor x, params long[] shape) => Run("broadcast_to", x, t => t.expand(shape));

    internal static Tensor Cat(IReadOnlyList<Tensor> list, long axis) => Run("concatenate", list, t => torch.cat(t, axis));

    internal static Tensor Stack(IReadOnlyList<Tensor> list, long axis) => Run("stack", list, t => torch.stack(t, axis));

    internal static Tensor[] Split(Tensor x, long[] sizes, long axis) => RunMany("split", [x], t => t[0].split(sizes, axis));

    internal static Tensor[] Unbind(Tensor x, long axis) => RunMany("unstack", [x], t => t[0].unbind((int)axis));

    internal static Tensor Narrow(Tensor x, long axis, long start, long length) => Run("slice", x, t => t.narrow(axis, start, length));

    internal static Tensor SliceStep(Tensor x, long axis, long start, long stop, long step) => Run("slice", x, t => t.slice(axis, start, stop, step));

    internal static Tensor Select(Tensor x, long axis, long index) => Run("get_item", x, t => t.select(axis, index));

    internal static Tensor IndexSelect(Tensor x, long axis, Tensor index) => Run("take", x, index, (t, i) => t.index_select(axis, i));

    internal static Tensor Gather(Tensor x, long axis, Tensor index) => Run("take_along_axis", x, index, (t, i) => t.gather(axis, i));

    /// <summary>Elements at the places of several tensors, which broadcast; an axis whose entry is null is taken whole.</summary>
    internal static Tensor Index(Tensor x, IReadOnlyList<Tensor?> entries)
    {
        IReadOnlyList<Tensor> operands = [x, .. entries.OfType<Tensor>()];
        return Run("get_item", operands, t =>
        {
            var next = 1;
            return t[0].index([.. entries.Select(e => e is null ? torch.TensorIndex.Colon : torch.TensorIndex.Tensor(t[next++]))]);
        });
    }

    /// <summary>The indices of the elements that are not zero, a row for each.</summary>
    internal static Tensor Nonzero(Tensor x) => Run("nonzero", x, static t => t.nonzero());

    internal static Tensor Flip(Tensor x, params long[] axes) => Run("flip", x, t => t.flip(axes));

    internal static Tensor Roll(Tensor x, long[] shifts, long[] axes) => Run("roll", x, t => t.roll(shifts, axes));

    internal static Tensor Tile(Tensor x, params long[] repeats) => Run("tile", x, t => t.tile(repeats));

    internal static Tensor RepeatInterleave(Tensor x, long repeats, long axis) => Run("repeat", x, t => t.repeat_interleave(repeats, axis));

    /// <summary>Pads with a constant. <paramref name="pad"/> is libtorch's: (before, after) pairs from the last axis to the first.</summary>
    internal static Tensor PadConstant(Tensor x, long[] pad, double value) => Run("pad", x, t => torch.nn.functional.pad(t, pad, PaddingModes.Constant, value));

    internal static Tensor OneHot(Tensor x, long classes) => Run("one_hot", x, t => torch.nn.functional.one_hot(t, classes));

    internal static Tensor Tril(Tensor x, long diagonal) => Run("tril", x, t => t.tril(diagonal));

    internal static Tensor Triu(Tensor x, long diagonal) => Run("triu", x, t => t.triu(diagonal));
}
