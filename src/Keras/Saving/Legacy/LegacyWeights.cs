using Keras.Backend;
using Keras.Layers;
using Keras.Saving.Hdf5;

namespace Keras.Saving.Legacy;

/// <summary>Weights of old files in the shapes and the order of today: gates that were arrays of their own, kernels with other axes, kernels that Theano turned round.</summary>
internal static class LegacyWeights
{
    /// <summary>The weights of a layer as it holds them now; null where the saved ones are so already.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="saved">The saved weights in order.</param>
    /// <param name="expected">The layer's own weights, trainable ones first.</param>
    /// <param name="backend">What computed the weights.</param>
    internal static Tensor[]? Convert(Layer layer, H5Dataset[] saved, IReadOnlyList<Variable> expected, string? backend)
    {
        var fits = saved.Length == expected.Count && saved.Zip(expected).All(p => WeightIO.Shape(p.First) == p.Second.shape);
        if (fits && !(backend == "theano" && HasKernel(layer))) return null;
        Tensor[] values = [.. saved.Select(WeightIO.Tensor)];
        var converted = Convert(layer, values, backend);
        return converted.Length == expected.Count && converted.Zip(expected).All(p => p.First.shape == p.Second.shape) ? converted : null;
    }

    private static Tensor[] Convert(Layer layer, Tensor[] saved, string? backend)
    {
        switch (KerasRegistry.ClassName(layer.GetType()))
        {
            // 1. Layers around layers.
            case "TimeDistributed" when layer is Wrapper wrapper:
                return Convert(wrapper.layer, saved, backend);
            case "Bidirectional" when saved.Length % 2 == 0 && layer.SubLayers().FirstOrDefault() is { } one:
                var half = saved.Length / 2;
                return [.. Convert(one, saved[..half], backend), .. Convert(one, saved[half..], backend)];

            // 2. Recurrent layers: an array for each gate, in Keras 1's order of gates; the doubled bias of the kernels for CUDA.
            case "LSTM" when saved.Length == 12:
                return [Join(saved, 0, 6, 3, 9), Join(saved, 1, 7, 4, 10), Join(saved, 2, 8, 5, 11)];
            case "GRU" when saved.Length == 9:
                return [Join(saved, 0, 3, 6), Join(saved, 1, 4, 7), Join(saved, 2, 5, 8)];
            case "LSTM" when saved.Length == 3 && saved[2].size == 2 * saved[1].shape[1]:
                return [FromCuda(saved[0], 4, false), FromCuda(saved[1], 4, true), Ops.sum(Ops.reshape(saved[2], new TensorShape(2, -1)), 0)];
            case "GRU" when saved.Length == 3 && saved[2].ndim == 1 && saved[2].size == 2 * saved[1].shape[1]:
                return [FromCuda(saved[0], 3, false), FromCuda(saved[1], 3, true), Ops.reshape(saved[2], new TensorShape(2, -1))];
        }

        // 3. Convolutions.
        if (!HasKernel(layer) || saved.Length == 0 || layer.weights.Count == 0) return saved;
        Tensor[] result = [.. saved];
        var target = layer.weights[0].shape;
        result[0] = Kernel(saved[0], target);
        // Theano convolves where all others correlate: its kernels are turned round.
        if (backend == "theano") result[0] = Flip(result[0]);
        return result;
    }

    private static bool HasKernel(Layer layer) => layer is BaseConv or BaseConvTranspose || layer is Wrapper { layer: var inner } && HasKernel(inner);

    /// <summary>Kernels of Keras 1: (filters, input, rows, columns), and in one dimension (filters, input, length, 1) or (length, 1, input, filters).</summary>
    private static Tensor Kernel(Tensor kernel, TensorShape target)
    {
        if (kernel.shape == target) return kernel;
        foreach (var axes in kernel.ndim switch
        {
            4 when target.Rank == 3 => new[] { new[] { 2, 3, 1, 0 }, [0, 1, 2, 3] },
            4 => [[2, 3, 1, 0], [3, 2, 0, 1], [0, 1, 3, 2], [2, 3, 0, 1]],
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
