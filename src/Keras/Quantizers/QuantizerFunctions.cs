using Keras.Backend;

namespace Keras.Quantizers;

/// <summary>Quantization of tensors (keras/src/quantizers/quantizers.py).</summary>
public static class QuantizerFunctions
{
    /// <summary>Quantizes by the largest absolute value: <c>round(x · scale)</c> with <c>scale = largest level / (largest |x| + epsilon)</c>.</summary>
    /// <param name="inputs">A tensor of floats.</param>
    /// <param name="axis">Axes along which the values share a scale.</param>
    /// <param name="value_range">The least and the largest level; -127 and 127 where <see langword="null"/>.</param>
    /// <param name="dtype">Element type of the levels.</param>
    /// <param name="epsilon">Added to the largest value; that of the configuration where <see langword="null"/>.</param>
    /// <param name="to_numpy">Kept for Keras's signature, where it moves the work to the processor.</param>
    /// <returns>The levels, and the scale, whose reduced axes have size 1.</returns>
    [KerasExport("keras.quantizers.abs_max_quantize")]
    public static (Tensor outputs, Tensor scale) abs_max_quantize(Tensor inputs, Axes axis, ValueRange? value_range = null, string dtype = "int8", double? epsilon = null, bool to_numpy = false)
    {
        _ = to_numpy;
        var (min, max) = value_range ?? (-127, 127);
        var largest = Ops.add(Ops.max(Ops.abs(inputs), axis, keepdims: true), epsilon ?? KerasConfig.epsilon());
        var scale = Ops.cast(Ops.divide((double)max, largest), inputs.dtype);
        return (Ops.cast(Ops.clip(Ops.round(Ops.multiply(inputs, scale)), (double)min, (double)max), dtype), scale);
    }

    /// <summary>Quantizes a matrix in groups of rows, each with a scale and a zero point of its own for each column.</summary>
    /// <param name="inputs">A matrix (inputs, outputs).</param>
    /// <param name="block_size">Rows of a group; the last one may have fewer.</param>
    /// <param name="value_range">The least and the largest level; -8 and 7 where <see langword="null"/>.</param>
    /// <param name="dtype">Element type of the levels.</param>
    /// <param name="epsilon">Added to the range of a group; that of the configuration where <see langword="null"/>.</param>
    /// <param name="to_numpy">Whether groups of equal values are treated as Keras does in NumPy, where they have almost no range; otherwise they get a range of 2.</param>
    /// <returns>The levels (inputs, outputs), the scales and the zero points (groups, outputs): <c>x ≈ (level − zero point) · scale</c>.</returns>
    /// <exception cref="ArgumentException">The input is no matrix, or the block size is not positive.</exception>
    [KerasExport("keras.quantizers.abs_max_quantize_grouped_with_zero_point")]
    public static (Tensor outputs, Tensor scale, Tensor zero_point) abs_max_quantize_grouped_with_zero_point(Tensor inputs, int block_size, ValueRange? value_range = null,
        string dtype = "int8", double? epsilon = null, bool to_numpy = false)
    {
        if (inputs.ndim != 2) throw new ArgumentException($"abs_max_quantize_grouped_with_zero_point: expected a matrix (inputs, outputs). Received: shape {inputs.shape}.");
        if (block_size <= 0) throw new ArgumentException($"`block_size` must be positive. Received: block_size={block_size}");
        var (min, max) = value_range ?? (-8, 7);
        int rows = inputs.shape[0]!.Value, columns = inputs.shape[1]!.Value;
        var groups = (rows + block_size - 1) / block_size;

        // 1. Groups of equal length; zeros fill the last one.
        var filled = groups * block_size > rows ? Ops.concatenate([inputs, Ops.zeros((groups * block_size - rows, columns), inputs.dtype)], axis: 0) : inputs;
        var grouped = Ops.reshape(filled, (groups, block_size, columns));

        // 2. The range of each group. A single group is measured without the zeros that fill it, but not in NumPy.
        var measured = groups == 1 && !to_numpy ? Ops.reshape(inputs, (1, rows, columns)) : grouped;
        Tensor low = Ops.min(measured, axis: 1, keepdims: true), high = Ops.max(measured, axis: 1, keepdims: true);
        if (!to_numpy)
        {
            var flat = Ops.equal(low, high);
            (low, high) = (Ops.where(flat, Ops.subtract(low, 1.0), low), Ops.where(flat, Ops.add(high, 1.0), high));
        }
        var scale = Ops.divide(Ops.add(Ops.subtract(high, low), epsilon ?? KerasConfig.epsilon()), (double)(max - min));

        // 3. The level that stands for 0, and the levels.
        var zero = Ops.clip(Ops.add(Ops.round(Ops.divide(Ops.negative(low), scale)), (double)min), (double)min, (double)max);
        var levels = Ops.clip(Ops.add(Ops.round(Ops.divide(grouped, scale)), zero), (double)min, (double)max);
        var outputs = Ops.take(Ops.reshape(levels, (groups * block_size, columns)), Ops.arange(rows), axis: 0);
        return (Ops.cast(outputs, dtype), Ops.cast(Ops.squeeze(scale, 1), inputs.dtype), Ops.cast(Ops.squeeze(zero, 1), "int8"));
    }

    /// <summary>Brings floats to the levels that a quantization of some bits would leave, as floats; gradients pass, also to the limits.</summary>
    /// <param name="inputs">A tensor of floats.</param>
    /// <param name="min_vals">The lower limit, or one for each channel.</param>
    /// <param name="max_vals">The upper limit, or one for each channel.</param>
    /// <param name="num_bits">Number of bits.</param>
    /// <param name="narrow_range">Whether the lowest level is left out.</param>
    /// <param name="axis">The axis of the channels; <see langword="null"/> for limits that hold for all.</param>
    /// <returns>A tensor of the shape and dtype of the input.</returns>
    [KerasExport("keras.quantizers.fake_quant_with_min_max_vars")]
    public static Tensor fake_quant_with_min_max_vars(Tensor inputs, Tensor min_vals, Tensor max_vals, int num_bits = 8, bool narrow_range = false, int? axis = null)
    {
        if (num_bits is < 1 or > 16) throw new ArgumentException($"`num_bits` must be from 1 to 16. Received: num_bits={num_bits}");
        return Ops.custom_gradient((Tensor x, Tensor min, Tensor max) => FakeQuant(x, min, max, num_bits, narrow_range, axis))(inputs, min_vals, max_vals);
    }

    private static (Tensor, Func<Tensor, (Tensor, Tensor, Tensor)>) FakeQuant(Tensor x, Tensor min, Tensor max, int bits, bool narrow, int? axis)
    {
        // 1. The limits, moved so that 0 is one of the levels.
        double first = narrow ? 1 : 0, last = (1 << bits) - 1;
        var dtype = DTypes.Result(min.dtype, "float32");
        Tensor lower = Ops.cast(min, dtype), range = Ops.subtract(Ops.cast(max, dtype), lower);
        Tensor scale = Ops.divide(range, last - first), inverse = Ops.divide(last - first, range);
        var zero = Ops.round(Ops.clip(Ops.subtract(first, Ops.divide(lower, scale)), first, last));
        Tensor nudgedMin = Ops.multiply(Ops.subtract(first, zero), scale), nudgedMax = Ops.multiply(Ops.subtract(last, zero), scale);

        // 2. The nearest levels.
        var quantZero = Ops.floor(Ops.add(Ops.multiply(Ops.negative(nudgedMin), inverse), 0.5));
        var shifted = Ops.subtract(Ops.clip(Ops.cast(x, nudgedMin.dtype), nudgedMin, nudgedMax), nudgedMin);
        var result = Ops.multiply(Ops.floor(Ops.add(Ops.subtract(Ops.multiply(shifted, inverse), quantZero), 0.5)), scale);

        // 3. What is cut off changes with the limit that cuts it off; the rest passes through.
        return (Ops.cast(result, x.dtype), upstream =>
        {
            var inside = Ops.logical_and(Ops.greater_equal(x, nudgedMin), Ops.less_equal(x, nudgedMax));
            return (Ops.where(inside, upstream, 0.0), Limit(Ops.less_equal(x, nudgedMin), min), Limit(Ops.greater_equal(x, nudgedMax), max));

            Tensor Limit(Tensor where, Tensor limit)
            {
                var part = Ops.where(where, upstream, 0.0);
                var sum = axis is { } channels ? Ops.sum(part, [.. Enumerable.Range(0, part.ndim).Where(a => a != Axes.Normalize(channels, part.ndim))]) : Ops.sum(part);
                return Ops.reshape(sum, limit.shape);
            }
        }
        );
    }

    /// <summary>Values of grouped levels: <c>(level − zero point) · scale</c>, each with the scale and zero point of its group.</summary>
    /// <param name="levels">A matrix of levels.</param>
    /// <param name="scale">Scales, with groups along <paramref name="groupAxis"/>.</param>
    /// <param name="zero">Zero points, likewise.</param>
    /// <param name="groups">The group of each row or column.</param>
    /// <param name="groupAxis">The axis of the groups.</param>
    internal static Tensor FromGroups(Tensor levels, Tensor scale, Tensor zero, Tensor groups, int groupAxis)
    {
        var index = Ops.cast(groups, "int32");
        var scales = Ops.take(scale, index, axis: groupAxis);
        return Ops.multiply(Ops.subtract(Ops.cast(levels, scales.dtype), Ops.cast(Ops.take(zero, index, axis: groupAxis), scales.dtype)), scales);
    }
}
