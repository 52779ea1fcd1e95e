using Keras.Backend;
using Keras.Layers;

namespace Keras.Quantizers;

/// <summary>GPTQ for one layer (keras/src/quantizers/gptq.py): columns are rounded in turn, and those still to come take up the error.</summary>
internal sealed class GPTQCalibrator(Layer layer, CalibratedMatrix matrix, GPTQConfig config) : WeightCalibrator(layer, matrix)
{
    private const int BlockLength = 128;
    private readonly Variable _hessian = new(Ops.zeros((matrix.Rows, matrix.Rows), "float32"), trainable: false);
    private long _samples;

    /// <summary>The mean of the second derivatives of the squared error by the weights of an output.</summary>
    private protected override void Add(Tensor inputs)
    {
        long added = inputs.shape[0]!.Value, total = _samples + added;
        var gram = Ops.matmul(Ops.transpose(inputs), inputs);
        gram = Ops.divide(Ops.add(gram, Ops.transpose(gram)), 2.0);
        _hessian.assign(Ops.add(Ops.multiply(_hessian.Raw, (double)_samples / total), Ops.multiply(gram, 2.0 / total)));
        _samples = total;
    }

    private protected override CalibratedMatrix.Content Compute(Tensor weight)
    {
        // 1. The second derivatives: inputs that are always 0 count 1, and the damping makes the matrix safe to invert.
        var diagonal = Ops.diagonal(_hessian.Raw);
        var alive = Ops.where(Ops.equal(diagonal, 0.0), 1.0, diagonal);
        var damped = Ops.add(alive, Ops.multiply(Ops.mean(alive), config.hessian_damping));
        var inverse = Ops.inv(Ops.add(Ops.subtract(_hessian.Raw, Ops.diag(diagonal)), Ops.diag(damped)));

        // 2. The order of the columns.
        Tensor? back = null;
        if (config.activation_order)
        {
            var order = StableDescending(damped);
            back = Ops.argsort(order);
            weight = Ops.take(weight, order, axis: 1);
            inverse = Ops.take(Ops.take(inverse, order, axis: 0), order, axis: 1);
        }

        // 3. Levels, and the group of each column, which files hold as a fraction: the whole part counts.
        var inputs = weight.shape[1]!.Value;
        var group = config.group_size == -1 ? inputs : config.group_size;
        var (levels, scale, zero) = Columns(weight, inverse, group);
        var groups = Ops.divide(Ops.arange(inputs, dtype: "float32"), (double)group);
        if (back is not null) (levels, groups) = (Ops.take(levels, back, axis: 1), Ops.take(groups, back, axis: 0));
        return new(levels, scale, zero, groups, null);
    }

    private (Tensor Levels, Tensor Scale, Tensor Zero) Columns(Tensor weight, Tensor inverse, int group)
    {
        var inputs = weight.shape[1]!.Value;
        List<Tensor> levels = [], scales = [], zeros = [], errors = [];
        ZeroPointLevels current = default;
        for (var start = 0; start < inputs; start += BlockLength)
        {
            using var scope = new TensorScope();

            // 1. The columns of the block, and of the groups that begin in it, less what they take up of the errors before.
            var end = Math.Min(start + BlockLength, inputs);
            var seen = Math.Max(end, Math.Min(inputs, (end - 1) / group * group + group));
            var block = weight[.., start..seen];
            if (start > 0) block = Ops.subtract(block, Ops.matmul(Ops.concatenate(errors, axis: 1), inverse[..start, start..seen]));

            // 2. Column after column; each leaves those that are still to come.
            var rest = block[.., ..(end - start)];
            List<Tensor> rounded = [], lost = [];
            for (var column = start; column < end; column++)
            {
                // Porting note: Keras computes the parameters of a group that spans blocks once in each, more than its variables hold.
                if (column % group == 0)
                {
                    var from = column - start;
                    current = ZeroPointLevels.Of(block[.., from..Math.Min(from + group, inputs - start)], config.weight_bits, config.symmetric, config.per_channel, -1);
                    scales.Add(scope.Keep(current.Scale));
                    zeros.Add(scope.Keep(current.Zero));
                }
                var first = rest[.., ..1];
                var level = current.Quantize(first);
                rounded.Add(level);
                var row = inverse[column..(column + 1), column..end];
                var error = Ops.divide(Ops.subtract(first, current.Dequantize(level)), row[.., ..1]);
                lost.Add(error);
                if (column + 1 < end) rest = Ops.subtract(rest[.., 1..], Ops.matmul(error, row[.., 1..]));
            }
            levels.Add(scope.Keep(Ops.cast(Ops.concatenate(rounded, axis: 1), "uint8")));
            errors.Add(scope.Keep(Ops.concatenate(lost, axis: 1)));
        }
        return (Ops.concatenate(levels, axis: 1), Ops.concatenate(scales, axis: 1), Ops.concatenate(zeros, axis: 1));
    }

    /// <summary>Places from the largest value to the smallest; equal ones keep their order.</summary>
    private static Tensor StableDescending(Tensor values)
    {
        var numbers = values.numpy().ToArray<float>();
        return (int[])[.. Enumerable.Range(0, numbers.Length).OrderByDescending(i => float.IsFinite(numbers[i]) ? numbers[i] : 0)];
    }
}
