using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Trades time for memory: what a function computes on the way is not kept for its gradient but computed again.</summary>
internal static class Rematerialization
{
    [ThreadStatic] private static ActivationFunction? t_activation;

    /// <summary>Computes a function without keeping what it makes on the way; the backward pass computes it once more.</summary>
    /// <remarks>
    /// Gradients flow to every tensor and variable that the function reads, passed or captured. The second time it sees the values of the first, draws the
    /// same random numbers, and changes no variable. Tensors that it makes and puts elsewhere than into its result are freed when it ends.
    /// </remarks>
    internal static Tensor Run(Func<Tensor> compute)
    {
        // What is computed again in the backward pass has no second derivatives.
        if (!GradMode.Enabled || GradientTape.IsNested) return compute();

        // 1. Compute, without a graph.
        using var scope = new TensorScope();
        var recording = new Recording(scope);
        Tensor result;
        using (GradMode.Off())
        using (recording)
        {
            result = compute();
        }
        if (Nest.IsSymbolic(result))
        {
            foreach (var t in Nest.Flatten(result)) scope.Keep(t);
            return result;
        }

        // 2. What gradients flow from and to.
        var sources = recording.Reads.Where(p => p.Value.requires_grad).ToArray();
        var flat = Nest.Flatten(result).ToArray();
        Tensor[] ends = [.. flat.Where(IsFloat), .. recording.Losses.Select(p => p.Loss).Where(IsFloat)];
        if (sources.Length == 0 || ends.Length == 0)
        {
            recording.Free();
            foreach (var t in flat) scope.Keep(t);
            foreach (var (layer, loss) in recording.Losses) layer.add_loss(scope.Keep(loss));
            return result;
        }

        // 3. What the function read, held until the gradient is known; sources come first.
        Tensor[] order = [.. sources.Select(p => p.Key), .. recording.Reads.Where(p => !p.Value.requires_grad).Select(p => p.Key)];
        var held = Array.ConvertAll(order, t => recording.Reads[t].detach());
        var outputs = Array.ConvertAll(ends, e => e.T.detach());
        var attached = GradientNode.Attach([.. sources.Select(p => p.Value)], outputs, upstream => Gradients(recording, compute, order, held, sources.Length, upstream), () =>
        {
            foreach (var tensor in held) tensor.Dispose();
            recording.Free();
        });
        GC.KeepAlive(ends);
        recording.ForgetReads();
        foreach (var output in outputs) output.Dispose();

        // 4. The results take part in the graph; they belong to the scope around.
        var wrapped = new Queue<torch.Tensor>(attached);
        var given = Nest.Pack(result, flat.Select(t =>
        {
            if (!IsFloat(t)) return scope.Keep(t);
            if (t.KerasMask is { } mask) scope.Keep(mask);
            return scope.Keep(new Tensor(wrapped.Dequeue()) { KerasMask = t.KerasMask });
        }).ToArray());
        foreach (var (layer, loss) in recording.Losses) layer.add_loss(IsFloat(loss) ? scope.Keep(new Tensor(wrapped.Dequeue())) : scope.Keep(loss));
        return given;
    }

    private static torch.Tensor?[] Gradients(Recording recording, Func<Tensor> compute, Tensor[] order, torch.Tensor[] held, int sources, torch.Tensor?[] upstream)
    {
        using var scope = new TensorScope();
        var leaves = new torch.Tensor[sources];
        try
        {
            // 1. The sources become leaves: the graph of this pass ends at them.
            var substitutes = new Dictionary<Tensor, torch.Tensor>(ReferenceEqualityComparer.Instance);
            for (var i = 0; i < order.Length; i++)
            {
                if (i < sources) leaves[i] = held[i].detach().requires_grad_(true);
                substitutes[order[i]] = i < sources ? leaves[i] : held[i];
            }

            // 2. Compute again, this time with a graph, and go back through it.
            using var on = GradMode.On();
            return recording.Repeat(scope, substitutes, compute, (result, losses) =>
            {
                Tensor[] ends = [.. Nest.Flatten(result).Where(IsFloat), .. losses.Select(p => p.Item2).Where(IsFloat)];
                if (ends.Length != upstream.Length)
                    throw new InvalidOperationException($"A rematerialized function must compute the same each time; it gave {upstream.Length} tensors at first and {ends.Length} when it was computed again.");
                var natives = Array.ConvertAll(ends, e => e.T);
                int[] live = [.. Enumerable.Range(0, ends.Length).Where(i => upstream[i] is not null && natives[i].requires_grad)];
                var gradients = live.Length == 0 ? new torch.Tensor?[sources]
                    : SafeGrad.Grad([.. live.Select(i => natives[i])], leaves, [.. live.Select(i => upstream[i])]);
                GC.KeepAlive(ends);
                return gradients;
            });
        }
        finally
        {
            foreach (var leaf in leaves) leaf?.Dispose();
        }
    }

    // A number that the function returns as such is no tensor of its own.
    private static bool IsFloat(Tensor tensor) => tensor is not (ScalarTensor or StringTensor) && DTypes.IsFloat(tensor.dtype);

    /// <summary>While open, one activation of a layer is computed again in place of being kept.</summary>
    internal static ActivationScope Of(ActivationFunction activation) => new(activation);

    /// <summary>Whether an activation is the one that is computed again.</summary>
    internal static bool Concerns(ActivationFunction activation) => t_activation is not null && ReferenceEquals(t_activation, activation) && GradMode.Enabled;

    internal readonly struct ActivationScope : IDisposable
    {
        private readonly ActivationFunction? _before;

        internal ActivationScope(ActivationFunction activation) => (_before, t_activation) = (t_activation, activation);

        public void Dispose() => t_activation = _before;
    }
}
