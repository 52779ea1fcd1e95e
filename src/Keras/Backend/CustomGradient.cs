using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>A function whose gradient is a function of the user.</summary>
/// <remarks>
/// What the gradient function captured lives until libtorch drops the graph, whatever scope of a layer closes before, and is freed then.
/// A failing gradient function must not leave the backward pass: gradients of NaN take its place, and the exception is thrown when the pass is over.
/// </remarks>
internal sealed class CustomGradient : GradientNode
{
    private readonly TensorScope _kept = new();
    private readonly TensorShape[] _shapes;
    private readonly string[] _dtypes;
    private Func<Tensor, Tensor[]> _gradient = null!;

    private CustomGradient(Tensor[] inputs)
    {
        _shapes = Array.ConvertAll(inputs, i => i.shape);
        _dtypes = Array.ConvertAll(inputs, i => i.dtype);
    }

    /// <summary>Computes the function and records its gradient.</summary>
    /// <param name="inputs">The arguments.</param>
    /// <param name="f">From the arguments to the output and a function from the output's gradient to those of the arguments.</param>
    internal static Tensor Apply(Tensor[] inputs, Func<Tensor[], (Tensor Output, Func<Tensor, Tensor[]> Gradient)> f) =>
        Kernel.Run("custom_gradient", inputs, natives =>
        {
            if (!Needed(natives)) return Unrecorded(f(inputs).Output);
            var node = new CustomGradient(inputs);
            using var output = node.Forward(inputs, f);
            return node.Attach(natives, output);
        });

    private torch.Tensor Forward(Tensor[] inputs, Func<Tensor[], (Tensor Output, Func<Tensor, Tensor[]> Gradient)> f)
    {
        try
        {
            // The gradient function may differentiate through the arguments once more, so they stay part of the graph.
            var own = Array.ConvertAll(inputs, i => Kernel.Run("alias", i, t => t.alias()));
            using var off = GradMode.Off();
            (var output, _gradient) = f(own);
            return Unrecorded(output);
        }
        catch
        {
            _kept.Dispose();
            throw;
        }
        finally
        {
            _kept.Leave();
        }
    }

    private protected override torch.Tensor?[] Backward(torch.Tensor upstream)
    {
        using var mode = GradMode.OfEngine();
        using var scope = new TensorScope();
        var gradients = _gradient(new Tensor(upstream.alias()));
        if (gradients.Length != _shapes.Length)
            throw new ArgumentException($"a gradient function must give one gradient for each of the {_shapes.Length} arguments. Received: {gradients.Length}.");
        var result = new torch.Tensor?[gradients.Length];
        for (var i = 0; i < gradients.Length; i++)
        {
            var g = gradients[i] is ScalarTensor s ? s.ToTensor(_dtypes[i]) : gradients[i];
            if (g.shape != _shapes[i] && g.size != 1)
                throw new ArgumentException($"the gradient of argument {i} must have its shape, {_shapes[i]}. Received: {g.shape}.");
            result[i] = g.T.expand(Sizes(_shapes[i]));
            GC.KeepAlive(g);
        }
        return result;
    }

    private protected override torch.Tensor?[] NotANumber() => [.. _shapes.Zip(_dtypes, (shape, dtype) => torch.full(Sizes(shape), Scalars.Of(double.NaN), DTypes.Native(dtype)))];

    private protected override Exception Explain(Exception exception) =>
        new InvalidOperationException($"The gradient function of a custom_gradient failed: {exception.Message}", exception);

    private protected override void Release() => _kept.Dispose();

    private static torch.Tensor Unrecorded(Tensor output)
    {
        var result = output.T.detach();
        GC.KeepAlive(output);
        return result;
    }

    private static long[] Sizes(TensorShape shape) => [.. shape.Select(d => (long)d!)];
}
