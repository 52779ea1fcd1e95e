using Keras.Backend;

namespace Keras;

/// <content>Padding.</content>
public static partial class Ops
{
    /// <summary>The tensor with elements added around it.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="pad_width">How many elements before and after each axis.</param>
    /// <param name="mode">
    /// What is added: <c>constant</c>, <c>empty</c> (anything), <c>edge</c> (the outermost element), <c>reflect</c> and <c>symmetric</c> (mirrored without and with the
    /// outermost element), <c>wrap</c> or <c>circular</c> (the other end), <c>linear_ramp</c> (down to 0), <c>maximum</c>, <c>mean</c>, <c>median</c> or <c>minimum</c> of the axis.
    /// </param>
    /// <param name="constant_values">The element added in the mode <c>constant</c>, 0 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The widths do not fit the shape, or the mode is unknown.</exception>
    [KerasExport("keras.ops.pad", "keras.ops.numpy.pad")]
    public static Tensor pad(Tensor x, PadWidth pad_width, string mode = "constant", double? constant_values = null)
    {
        if (constant_values is not null && mode != "constant")
            throw new ArgumentException($"pad: `constant_values` goes with mode='constant' alone. Received: mode='{mode}'.");
        return Each("Pad", x, t =>
        {
            var widths = pad_width.For(t.shape);
            if (mode is "constant" or "empty") return PadWithConstant(t, widths, constant_values ?? 0);
            for (var axis = 0; axis < widths.Length; axis++)
                if (widths[axis] is not (0, 0)) t = PadAxis(t, axis, widths[axis].Before, widths[axis].After, mode);
            return t;
        }, new() { ["pad_width"] = ((Saving.IConfigValue)pad_width).ToConfig(), ["mode"] = mode });
    }

    private static Tensor PadWithConstant(Tensor t, (int Before, int After)[] widths, double value)
    {
        // libtorch's order: from the last axis to the first one that is padded.
        var first = Array.FindIndex(widths, w => w is not (0, 0));
        if (first < 0) return t;
        var flat = new List<long>();
        for (var axis = widths.Length - 1; axis >= first; axis--) flat.AddRange([widths[axis].Before, widths[axis].After]);
        return Kernel.PadConstant(t, [.. flat], value);
    }

    private static Tensor PadAxis(Tensor t, int axis, int before, int after, string mode)
    {
        var size = t.Dims[axis];
        if (size == 0) throw new ArgumentException($"pad: an axis without elements takes mode='constant' alone. Received: shape {t.shape}, mode='{mode}'.");
        switch (mode)
        {
            case "reflect" or "symmetric" or "edge" or "wrap" or "circular":
                var places = new long[before + size + after];
                for (long i = 0; i < places.Length; i++) places[i] = Source(i - before, size, mode);
                return PickAlong(t, axis, places);
            case "maximum":
                return Surround(Kernel.Amax(t, [axis], true));
            case "minimum":
                return Surround(Kernel.Amin(t, [axis], true));
            case "mean":
                return Surround(As(DTypes.IsFloat(t.dtype) ? mean(t, axis, true) : round(mean(t, axis, true)), t.dtype));
            case "median":
                return Surround(As(DTypes.IsFloat(t.dtype) ? median(t, axis, true) : round(median(t, axis, true)), t.dtype));
            case "linear_ramp":
                return Kernel.Cat([Ramp(Kernel.Narrow(t, axis, 0, 1), before, false), t, Ramp(Kernel.Narrow(t, axis, size - 1, 1), after, true)], axis);
            default:
                throw new ArgumentException($"pad: unknown mode '{mode}'; expected constant, empty, edge, reflect, symmetric, wrap, circular, linear_ramp, maximum, mean, median or minimum.");
        }

        Tensor Surround(Tensor statistic) => Kernel.Cat([Widened(statistic, before), t, Widened(statistic, after)], axis);

        Tensor Widened(Tensor one, int width) => Kernel.Expand(one, [.. one.Dims.Select((d, i) => i == axis ? width : d)]);

        Tensor Ramp(Tensor edge, int width, bool down)
        {
            long[] shape = [.. edge.Dims.Select((_, i) => i == axis ? (long)width : 1)];
            var dtype = DTypes.IsFloat(edge.dtype) ? edge.dtype : "float64";
            var steps = Kernel.Mul(Kernel.Arange(0L, width, 1L, dtype), new ScalarTensor(1.0 / Math.Max(width, 1)));
            var ramp = Kernel.Mul(As(edge, dtype), Kernel.Reshape(steps, shape));
            return As(down ? Kernel.Flip(ramp, axis) : ramp, t.dtype);
        }
    }

    private static Tensor PickAlong(Tensor t, int axis, long[] places) => Kernel.IsMeta(t)
        ? Kernel.OnMeta([.. t.Dims.Select((d, i) => i == axis ? places.Length : d)], t.dtype)
        : Kernel.IndexSelect(t, axis, Kernel.FromArray(places));

    /// <summary>The place inside an axis whose element stands at a place outside.</summary>
    private static long Source(long at, long size, string mode)
    {
        switch (mode)
        {
            case "edge":
                return Math.Clamp(at, 0, size - 1);
            case "wrap" or "circular":
                return ((at % size) + size) % size;
            default:
                // Mirrors at both ends: the places repeat with this period.
                var inner = mode == "reflect" ? size - 1 : size;
                if (inner == 0) return 0;
                var period = 2 * inner;
                var place = ((at % period) + period) % period;
                return place < size ? place : mode == "reflect" ? period - place : period - 1 - place;
        }
    }
}
