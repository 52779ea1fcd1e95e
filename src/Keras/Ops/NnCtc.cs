using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The loss of sequences without alignment (connectionist temporal classification).</summary>
    /// <param name="target">(batch, labels): class numbers.</param>
    /// <param name="output">(batch, time, classes): logits.</param>
    /// <param name="target_length">(batch): how many labels count.</param>
    /// <param name="output_length">(batch): how many steps count.</param>
    /// <param name="mask_index">The class that stands for no label.</param>
    /// <returns>(batch).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.ctc_loss", "keras.ops.nn.ctc_loss")]
    public static Tensor ctc_loss(Tensor target, Tensor output, Tensor target_length, Tensor output_length, int mask_index = 0)
    {
        if (target.ndim != 2 || output.ndim != 3 || target_length.ndim != 1 || output_length.ndim != 1)
            throw new ArgumentException($"ctc_loss: target must be (batch, labels), output (batch, time, classes), the lengths (batch). Received: {target.shape}, {output.shape}, {target_length.shape}, {output_length.shape}.");
        foreach (var (name, other) in new[] { ("output", output), ("target_length", target_length), ("output_length", output_length) })
            if (target.shape[0] is { } a && other.shape[0] is { } b && a != b)
                throw new ArgumentException($"Arguments `target` and `{name}` must have the same first dimension. Received shapes: `{target.shape}` and `{other.shape}`.");
        if (output.shape[2] is { } classes && (mask_index < 0 || mask_index >= classes))
            throw new ArgumentException($"ctc_loss: mask_index must be one of the {classes} classes. Received: mask_index={mask_index}.");
        var dtype = DTypes.Result(output.PromotionDType, "float32");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            Kernel.RequireClasses("ctc_loss", Strong(t[0]), t[1].Dims[2]);
            var logs = Kernel.LogSoftmax(Kernel.Transpose(cast(t[1], dtype), 0, 1), 2);
            return scope.Keep(Kernel.CtcLoss(logs, cast(t[0], "int64"), cast(t[3], "int64"), cast(t[2], "int64"), mask_index));
        }
        Tensor[] inputs = [target, output, target_length, output_length];
        return Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.RecordSpec("CTCLoss", inputs, Compute, new() { ["mask_index"] = mask_index }, new KerasTensor(target.shape[..1], dtype)) : Compute(inputs);
    }

    /// <summary>The labels that class scores over time stand for.</summary>
    /// <param name="inputs">(batch, time, classes): logits.</param>
    /// <param name="sequence_lengths">(batch): how many steps count.</param>
    /// <param name="strategy"><c>greedy</c>: the best class of each step; <c>beam_search</c>: the most probable labels among those followed.</param>
    /// <param name="beam_width">How many label sequences are followed.</param>
    /// <param name="top_paths">How many are given.</param>
    /// <param name="merge_repeated">Whether the greedy strategy takes equal labels in a row for one.</param>
    /// <param name="mask_index">The class that stands for no label; the last one where <see langword="null"/>.</param>
    /// <returns>A list of two: labels (paths, batch, time), int32, -1 after the last; scores (batch, paths).</returns>
    /// <exception cref="ArgumentException">There is no such strategy, or the shapes do not fit.</exception>
    [KerasExport("keras.ops.ctc_decode", "keras.ops.nn.ctc_decode")]
    public static Tensor ctc_decode(Tensor inputs, Tensor sequence_lengths, string strategy = "greedy", int beam_width = 100, int top_paths = 1, bool merge_repeated = true, int? mask_index = 0)
    {
        if (strategy is not ("greedy" or "beam_search")) throw new ArgumentException($"Invalid strategy {strategy}. Supported values are 'greedy' and 'beam_search'.");
        if (inputs.ndim != 3 || sequence_lengths.ndim != 1 || inputs.shape[0] is { } n && sequence_lengths.shape[0] is { } m && n != m)
            throw new ArgumentException($"ctc_decode: inputs must be (batch, time, classes) and sequence_lengths (batch). Received: {inputs.shape} and {sequence_lengths.shape}.");
        if (beam_width < 1 || top_paths < 1) throw new ArgumentException($"ctc_decode: beam_width and top_paths must be positive. Received: beam_width={beam_width}, top_paths={top_paths}.");
        if (inputs.shape[2] is { } classes && mask_index is { } given && (given < 0 || given >= classes))
            throw new ArgumentException($"ctc_decode: mask_index must be one of the {classes} classes. Received: mask_index={mask_index}.");
        var dtype = DTypes.Result(inputs.PromotionDType, "float32");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = cast(t[0], dtype);
            var lengths = Kernel.ToArray<int>(cast(t[1], "int32"));
            var blank = mask_index ?? (int)x.Dims[2] - 1;
            var (labels, scores) = strategy == "greedy" ? Greedy(x, lengths, merge_repeated, blank) : BeamSearch(x, lengths, beam_width, top_paths, blank);
            return new TensorList(scope.Keep(labels), scope.Keep(cast(scores, dtype)));
        }
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(sequence_lengths)) return Compute([inputs, sequence_lengths]);
        var paths = strategy == "greedy" ? 1 : top_paths;
        var config = new Config { ["strategy"] = strategy, ["beam_width"] = beam_width, ["top_paths"] = top_paths, ["merge_repeated"] = merge_repeated, ["mask_index"] = mask_index };
        return Symbolic.RecordSpec("CTCDecode", [inputs, sequence_lengths], Compute, config,
            new TensorList(new KerasTensor(new TensorShape(paths, inputs.shape[0], inputs.shape[1]), "int32"), new KerasTensor(new TensorShape(inputs.shape[0], paths), dtype)));
    }

    private static (Tensor Labels, Tensor Scores) Greedy(Tensor x, int[] lengths, bool merge, int blank)
    {
        long batch = x.Dims[0], time = x.Dims[1];
        var best = Kernel.ToArray<long>(Kernel.ArgMax(x, 2, false));
        var scores = Kernel.ToArray<double>(cast(Kernel.Amax(x, [2], false), "float64"));
        var labels = new int[batch * time];
        var sums = new double[batch];
        for (long b = 0; b < batch; b++)
        {
            var at = b * time;
            for (long t = 0; t < time && t < lengths[b]; t++)
            {
                var place = b * time + t;
                sums[b] -= scores[place];
                if (best[place] != blank && !(merge && t > 0 && best[place] == best[place - 1])) labels[at++] = (int)best[place];
            }
            Array.Fill(labels, -1, (int)at, (int)((b + 1) * time - at));
        }
        return (Kernel.Reshape(Kernel.FromArray(labels), 1, batch, time), Kernel.Reshape(Kernel.FromArray(sums), batch, 1));
    }

    private static (Tensor Labels, Tensor Scores) BeamSearch(Tensor x, int[] lengths, int width, int top, int blank)
    {
        int batch = (int)x.Dims[0], time = (int)x.Dims[1], classes = (int)x.Dims[2];
        var logs = Kernel.ToArray<double>(cast(Kernel.LogSoftmax(x, 2), "float64"));
        var labels = new int[top * batch * time];
        Array.Fill(labels, -1);
        var scores = new double[batch * top];
        for (var b = 0; b < batch; b++)
        {
            var found = new CtcBeam(classes, blank, width).Run(logs.AsSpan(b * time * classes, time * classes), lengths[b], top);
            for (var p = 0; p < top; p++)
            {
                scores[b * top + p] = p < found.Count ? found[p].Score : double.NegativeInfinity;
                if (p < found.Count) found[p].Labels.CopyTo(labels, (p * batch + b) * time);
            }
        }
        return (Kernel.Reshape(Kernel.FromArray(labels), top, batch, time), Kernel.Reshape(Kernel.FromArray(scores), batch, top));
    }
}
