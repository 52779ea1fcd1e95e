using Keras.Layers;
using Keras.Saving.Hdf5;

namespace Keras.Saving.Legacy;

/// <summary>Weights of old files in the shapes and the order of today: gates that were arrays of their own, kernels with other axes, kernels that Theano turned round.</summary>
/// <param name="major">The version of Keras that wrote the file; 1 where the file does not say.</param>
/// <param name="backend">What computed the weights.</param>
internal sealed class LegacyWeights(int major, string? backend)
{
    /// <summary>The weights of a layer as it holds them now; null where the saved ones are so already, or cannot be made so.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="saved">The saved weights in order.</param>
    /// <param name="expected">The layer's own weights, trainable ones first.</param>
    internal Tensor[]? Convert(Layer layer, H5Dataset[] saved, IReadOnlyList<Variable> expected)
    {
        if (Fits([.. saved.Select(WeightIO.Shape)], expected) && !MayDiffer(layer)) return null;
        Tensor[] values = [.. saved.Select(WeightIO.Tensor)];
        var converted = Convert(layer, values, expected);
        return Fits([.. converted.Select(v => v.shape)], expected) ? converted : null;
    }

    private static bool Fits(TensorShape[] shapes, IReadOnlyList<Variable> expected) => shapes.Length == expected.Count && shapes.Zip(expected).All(p => p.First == p.Second.shape);

    /// <summary>Whether weights may mean something else although they have the right shapes.</summary>
    private bool MayDiffer(Layer layer) => layer switch
    {
        BaseConv or BaseConvTranspose => backend == "theano" || major == 1,
        ConvLSTM => backend == "theano",
        BaseSeparableConv or BaseDepthwiseConv => major == 1,
        Wrapper { layer: var inner } => MayDiffer(inner),
        Model model => model.layers.Any(MayDiffer),
        _ => false,
    };

    private Tensor[] Convert(Layer layer, Tensor[] saved, IReadOnlyList<Variable> expected)
    {
        switch (layer)
        {
            // 1. Layers around layers.
            case Bidirectional { forward_layer: var forward, backward_layer: var backward } when saved.Length % 2 == 0 && expected.Count % 2 == 0:
                int half = saved.Length / 2, own = expected.Count / 2;
                return [.. Convert(forward, saved[..half], [.. expected.Take(own)]), .. Convert(backward, saved[half..], [.. expected.Skip(own)])];
            case Wrapper wrapper:
                return Convert(wrapper.layer, saved, expected);
            case Model model:
                return Inside(model, saved, expected);

            // 2. Recurrent layers: an array for each gate, in Keras 1's order of gates; the doubled bias of the kernels for CUDA.
            case LSTM when saved.Length == 12:
                return FourGates(saved);
            case ConvLSTM2D { data_format: var format } when saved.Length == 12:
                // (filters, input, rows, columns): a gate's filters are joined to those of the others where they are the last axis.
                Tensor[] gates = format == "channels_first" ? [.. saved.Select(w => w.ndim == 4 ? Ops.transpose(w, [2, 3, 1, 0]) : w)] : saved;
                return Kernels(layer, FourGates(gates), expected);
            case GRU when saved.Length == 9:
                return [Join(saved, 0, 3, 6), Join(saved, 1, 4, 7), Join(saved, 2, 5, 8)];
            case LSTM when saved.Length == 3 && saved[2].size == 2 * saved[1].shape[1]:
                return [FromCuda(saved[0], 4, false), FromCuda(saved[1], 4, true), Ops.sum(Ops.reshape(saved[2], new TensorShape(2, -1)), 0)];
            case GRU when saved.Length == 3 && saved[2].ndim == 1 && saved[2].size == 2 * saved[1].shape[1]:
                return [FromCuda(saved[0], 3, false), FromCuda(saved[1], 3, true), Ops.reshape(saved[2], new TensorShape(2, -1))];

            // 3. Convolutions.
            case BaseConv or BaseConvTranspose or BaseSeparableConv or BaseDepthwiseConv or ConvLSTM:
                return Kernels(layer, saved, expected);
            default:
                return saved;
        }
    }

    // ------------------------------------------------------------------ models as layers

    /// <summary>The weights of a model that is a layer: all that are trained, then all others, each in the order of its layers.</summary>
    private Tensor[] Inside(Model model, Tensor[] saved, IReadOnlyList<Variable> expected)
    {
        // 1. Whose weights stand where; a run of them belongs to one layer.
        var owners = new Dictionary<Variable, Layer>(ReferenceEqualityComparer.Instance);
        foreach (var layer in model.layers)
            foreach (var variable in layer.weights) owners.TryAdd(variable, layer);
        if (expected.Any(v => !owners.ContainsKey(v))) return saved;
        var runs = new List<(Layer Owner, List<Variable> Variables)>();
        foreach (var variable in expected)
        {
            if (runs.Count == 0 || runs[^1].Owner != owners[variable]) runs.Add((owners[variable], []));
            runs[^1].Variables.Add(variable);
        }

        // 2. What was saved of each layer: an array for each weight, or for each gate of it.
        var gates = saved.Length != expected.Count;
        if (runs.Sum(r => Count(r.Owner, r.Variables.Count, gates)) != saved.Length) return saved;
        var parts = new Dictionary<Layer, (List<Tensor> Saved, List<Variable> Expected)>(ReferenceEqualityComparer.Instance);
        var at = 0;
        foreach (var (owner, variables) in runs)
        {
            if (!parts.TryGetValue(owner, out var part)) parts[owner] = part = ([], []);
            var count = Count(owner, variables.Count, gates);
            part.Saved.AddRange(saved[at..(at + count)]);
            part.Expected.AddRange(variables);
            at += count;
        }

        // 3. Each layer for itself, and back into the order of all.
        var converted = new Dictionary<Variable, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (owner, part) in parts)
        {
            var values = Convert(owner, [.. part.Saved], part.Expected);
            if (values.Length != part.Expected.Count) return saved;
            for (var i = 0; i < values.Length; i++) converted[part.Expected[i]] = values[i];
        }
        return [.. expected.Select(v => converted[v])];
    }

    private static int Count(Layer layer, int weights, bool gates) => !gates ? weights : layer switch
    {
        LSTM or ConvLSTM2D => 4 * weights,
        GRU => 3 * weights,
        Wrapper { layer: var inner } => Count(inner, weights, gates),
        _ => weights,
    };

    // ------------------------------------------------------------------ convolutions

    private Tensor[] Kernels(Layer layer, Tensor[] saved, IReadOnlyList<Variable> expected)
    {
        // 1. Which weights are kernels, and whether Theano computed with them as they are: it convolves where all others correlate.
        // Kernels of single channels it turned itself.
        var (kernels, turned) = layer switch
        {
            ConvLSTM => (2, true),
            BaseSeparableConv => (2, false),
            BaseDepthwiseConv => (1, false),
            _ => (1, true),
        };
        Tensor[] result = [.. saved];
        for (var i = 0; i < Math.Min(kernels, Math.Min(saved.Length, expected.Count)); i++)
        {
            var target = expected[i].shape;
            if (major == 1) result[i] = OfKeras1(layer, result[i], target);
            if (result[i].shape != target) result[i] = Moved(result[i], target);
            if (turned && backend == "theano") result[i] = Flip(result[i]);
        }
        return result;
    }

    /// <summary>Kernels of Keras 1, whose axes its files do not name: they follow from the order of the axes of the images.</summary>
    private static Tensor OfKeras1(Layer layer, Tensor kernel, TensorShape target)
    {
        bool first = layer switch
        {
            BaseConv l => l.data_format,
            BaseConvTranspose l => l.data_format,
            BaseSeparableConv l => l.data_format,
            BaseDepthwiseConv l => l.data_format,
            _ => "channels_last",
        } == "channels_first";
        int[]? axes = (layer, kernel.ndim) switch
        {
            (BaseConvTranspose, 4) when target.Rank == 4 => first ? [2, 3, 0, 1] : [0, 1, 3, 2],
            // In one dimension: (filters, input, length, 1) in the first versions, (length, 1, input, filters) later.
            (BaseConv, 4) when target.Rank == 3 => kernel.shape[0] == target[0] && kernel.shape[1] == 1 && kernel.shape[3] == target[2] ? null : [2, 3, 1, 0],
            // (filters, input, rows, columns)
            (BaseConv or BaseSeparableConv or BaseDepthwiseConv, 4) when target.Rank == 4 && first => [2, 3, 1, 0],
            (BaseConv, 5) when target.Rank == 5 && first => [2, 3, 4, 1, 0],
            _ => null,
        };
        var moved = axes is null ? kernel : Ops.transpose(kernel, axes);
        if (moved.ndim == 4 && target.Rank == 3 && moved.shape[1] == 1) moved = Ops.squeeze(moved, 1);
        return moved.shape == target ? moved : kernel;
    }

    /// <summary>Kernels that fit only with other axes: those of files that do not tell their age.</summary>
    private static Tensor Moved(Tensor kernel, TensorShape target)
    {
        foreach (var axes in kernel.ndim switch
        {
            4 when target.Rank == 3 => new[] { new[] { 2, 3, 1, 0 }, [0, 1, 2, 3] },
            4 => [[3, 2, 0, 1], [2, 3, 1, 0], [0, 1, 3, 2], [2, 3, 0, 1]],
            5 => [[2, 3, 4, 1, 0]],
            3 => [[2, 1, 0], [0, 2, 1]],
            _ => [],
        })
        {
            var moved = Ops.transpose(kernel, axes);
            if (moved.ndim == 4 && target.Rank == 3 && moved.shape[1] == 1) moved = Ops.squeeze(moved, 1);
            if (moved.shape == target) return moved;
        }
        return kernel;
    }

    private static Tensor Flip(Tensor kernel) => Ops.flip(kernel, Enumerable.Range(0, kernel.ndim - 2).ToArray());

    // ------------------------------------------------------------------ recurrent layers

    private static Tensor[] FourGates(Tensor[] saved) => [Join(saved, 0, 6, 3, 9), Join(saved, 1, 7, 4, 10), Join(saved, 2, 8, 5, 11)];

    private static Tensor Join(Tensor[] parts, params int[] order) => Ops.concatenate(new TensorList([.. order.Select(i => parts[i])]), -1);

    /// <summary>Gate by gate: the input's kernels are stored with their axes read in another order, the recurrent ones transposed.</summary>
    private static Tensor FromCuda(Tensor kernels, int gates, bool recurrent)
    {
        int rows = kernels.shape[0]!.Value, width = kernels.shape[1]!.Value / gates;
        var parts = new List<Tensor>();
        for (var g = 0; g < gates; g++)
        {
            var gate = Ops.slice(kernels, new[] { 0, g * width }, new TensorShape(rows, width));
            parts.Add(Ops.transpose(recurrent ? gate : Ops.reshape(gate, new TensorShape(width, rows))));
        }
        return Ops.concatenate(new TensorList([.. parts]), -1);
    }
}
