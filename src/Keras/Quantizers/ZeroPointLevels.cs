namespace Keras.Quantizers;

/// <summary>Levels from 0 on, with a scale and the level that stands for 0 (keras/src/quantizers/quantizers.py).</summary>
/// <param name="Scale">Difference of two neighbouring levels, of shape (outputs, groups).</param>
/// <param name="Zero">The level of 0, likewise, as bytes.</param>
/// <param name="Last">The last level.</param>
internal readonly record struct ZeroPointLevels(Tensor Scale, Tensor Zero, double Last)
{
    /// <summary>The levels that span a weight.</summary>
    /// <param name="x">A matrix (outputs, inputs).</param>
    /// <param name="bits">Bits of a level.</param>
    /// <param name="symmetric">Whether the levels lie around 0.</param>
    /// <param name="per_channel">Whether each output has its own.</param>
    /// <param name="group_size">How many weights of an output share a scale; -1 for all.</param>
    internal static ZeroPointLevels Of(Tensor x, int bits, bool symmetric, bool per_channel, int group_size)
    {
        int outputs = x.shape[0]!.Value, inputs = x.shape[1]!.Value;
        var groups = per_channel && group_size > 0 ? (inputs + group_size - 1) / group_size : 1;

        // 1. The range of each group; zeros fill the last one.
        if (groups > 1 && groups * group_size > inputs) x = Ops.concatenate([x, Ops.zeros((outputs, groups * group_size - inputs), x.dtype)], axis: 1);
        var rows = Ops.reshape(x, groups > 1 ? (outputs, groups, group_size) : per_channel ? (outputs, 1, inputs) : (1, 1, outputs * inputs));
        Tensor low = Ops.min(rows, axis: 2), high = Ops.max(rows, axis: 2);
        if (symmetric)
        {
            high = Ops.maximum(Ops.abs(low), high);
            // Porting note: Keras leaves a lower end above 0 as it is, though the levels lie around 0, and cuts off the largest weights of such a group.
            low = Ops.negative(high);
        }
        var flat = Ops.equal(low, high);
        (low, high) = (Ops.where(flat, Ops.subtract(low, 1.0), low), Ops.where(flat, Ops.add(high, 1.0), high));

        // 2. Scale and zero point.
        double last = (1 << bits) - 1;
        Tensor scale = Scaled(low, high, last), zero = Ops.round(Ops.divide(Ops.negative(low), scale));
        if (symmetric) zero = Ops.full_like(scale, (last + 1) / 2);
        else
        {
            // Porting note: in Keras a zero point that no byte holds wraps around, and the weights of a range far from 0 are lost. Here such a range is widened to hold 0.
            var outside = Ops.logical_or(Ops.less(zero, 0.0), Ops.greater(zero, 255.0));
            scale = Ops.where(outside, Scaled(Ops.minimum(low, 0.0), Ops.maximum(high, 0.0), last), scale);
            zero = Ops.where(outside, Ops.round(Ops.divide(Ops.negative(Ops.minimum(low, 0.0)), scale)), zero);
        }

        // 3. One row for each output.
        if (!per_channel) (scale, zero) = (Ops.tile(scale, (outputs, 1)), Ops.tile(zero, (outputs, 1)));
        return new(scale, Ops.cast(zero, "uint8"), last);
    }

    private static Tensor Scaled(Tensor low, Tensor high, double last)
    {
        var scale = Ops.divide(Ops.subtract(high, low), last);
        return Ops.where(Ops.less_equal(scale, 0.0), 1e-8, scale);
    }

    /// <summary>The nearest levels of values, as floats.</summary>
    internal Tensor Quantize(Tensor values) => Ops.clip(Ops.round(Ops.add(Ops.divide(values, Scale), Ops.cast(Zero, Scale.dtype))), 0.0, Last);

    /// <summary>The values of levels.</summary>
    internal Tensor Dequantize(Tensor levels) => Ops.multiply(Scale, Ops.subtract(levels, Ops.cast(Zero, Scale.dtype)));

    /// <summary>The same levels with a column for each input in place of each group.</summary>
    internal ZeroPointLevels Spread(Tensor groups) => new(Ops.take(Scale, groups, axis: 1), Ops.take(Zero, groups, axis: 1), Last);
}
