using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Functions that give their own gradients.</summary>
/// <remarks>
/// What the function computes on the way lives as long as its gradient needs it, and is freed by itself: at the end of the backward pass, or with the graph.
/// An exception of the gradient function is thrown when the backward pass is over.
/// </remarks>
internal static class CustomGradient
{
    /// <summary>Computes a function and records its gradient.</summary>
    /// <param name="inputs">The arguments.</param>
    /// <param name="f">
    /// From the arguments to the output and a function from the output's gradient to those of the arguments.
    /// The arguments it is given, and every tensor that it makes, are there for the gradient function too.
    /// </param>
    internal static Tensor Apply(Tensor[] inputs, Func<Tensor[], (Tensor Output, Func<Tensor, Tensor[]> Gradient)> f) => ApplyMany(inputs, t =>
    {
        var (output, gradient) = f(t);
        return ([output], upstream => gradient(upstream[0]!));
    })[0];

    /// <summary>Computes a function of several outputs and records its gradient.</summary>
    /// <param name="inputs">The arguments.</param>
    /// <param name="f">
    /// From the arguments to the outputs, float tensors, and a function from their gradients (<see langword="null"/> where none flows) to those of the
    /// arguments (<see langword="null"/> for none). The arguments it is given, and every tensor that it makes, are there for the gradient function too.
    /// </param>
    internal static Tensor[] ApplyMany(Tensor[] inputs, Func<Tensor[], (Tensor[] Outputs, Func<Tensor?[], Tensor?[]> Gradient)> f)
    {
        // 1. Compute. The arguments are the node's own: those given may be freed before the backward pass, by the layer that made them.
        var scope = new TensorScope();
        Tensor[] outputs;
        torch.Tensor[] results;
        Func<Tensor?[], Tensor?[]> gradient;
        try
        {
            // They stay part of the graph: the gradient function may be differentiated in its turn.
            var own = Array.ConvertAll(inputs, i => Kernel.Run("alias", i, static t => t.alias()));
            using var off = GradMode.Off();
            (outputs, gradient) = f(own);
            // Detached, not aliased: a view that becomes an output keeps its node alive for good.
            results = Array.ConvertAll(outputs, o => o.T.detach());
            GC.KeepAlive(outputs);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
        var owned = scope.Release();

        // 2. Nobody will ask for a gradient.
        var wanted = Array.ConvertAll(inputs, i => GradMode.Enabled && Kernel.Read("requires_grad", i, static t => t.requires_grad));
        if (!Array.Exists(wanted, w => w))
        {
            Free(owned);
            return Array.ConvertAll(results, r => new Tensor(r));
        }

        // 3. Record.
        var shapes = Array.ConvertAll(inputs, i => i.Dims);
        var dtypes = Array.ConvertAll(inputs, i => i.dtype);
        var attached = GradientNode.Attach(Array.ConvertAll(inputs, i => i.T), results, upstream => Gradients(upstream, gradient, wanted, shapes, dtypes), () => Free(owned));
        GC.KeepAlive(inputs);
        foreach (var result in results) result.Dispose();
        return Array.ConvertAll(attached, a => new Tensor(a));
    }

    private static torch.Tensor?[] Gradients(torch.Tensor?[] upstream, Func<Tensor?[], Tensor?[]> gradient, bool[] wanted, long[][] shapes, string[] dtypes)
    {
        using var scope = new TensorScope();
        var gradients = gradient(Array.ConvertAll(upstream, u => u is null ? null : new Tensor(u.alias())));
        if (gradients.Length != shapes.Length)
            throw new ArgumentException($"a gradient function must give one gradient for each of the {shapes.Length} arguments. Received: {gradients.Length}.");
        var natives = new torch.Tensor?[gradients.Length];
        for (var i = 0; i < natives.Length; i++)
        {
            if (gradients[i] is not { } given || !wanted[i]) continue;
            var g = given is ScalarTensor s ? s.ToTensor(dtypes[i]) : given;
            if (!g.Dims.AsSpan().SequenceEqual(shapes[i]) && g.size != 1)
                throw new ArgumentException($"the gradient of argument {i} must have its shape, {new TensorShape(shapes[i])}. Received: {g.shape}.");
            natives[i] = g.T.expand(shapes[i]);
            GC.KeepAlive(g);
        }
        return natives;
    }

    private static void Free(Tensor[] owned)
    {
        foreach (var tensor in owned) tensor.Free();
    }
}
